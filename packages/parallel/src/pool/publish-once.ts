import type { TaskValue } from "../values/task-value.js";
import type { Pool, Publication } from "./pool.js";

/** Publishes parameters given as values; `release` releases only these. */
export async function publishOnce(
  pool: Pool,
  parameters: TaskValue | Publication | undefined,
): Promise<{ readonly publication: Publication | undefined; release(): Promise<void> }> {
  if (parameters === undefined || isPublication(parameters))
    return { publication: parameters, release: async () => {} };
  const publication = await pool.publish(parameters);
  return { publication, release: () => publication.release() };
}

function isPublication(value: TaskValue | Publication): value is Publication {
  return (
    typeof value === "object" &&
    value !== null &&
    typeof (value as { readonly release?: unknown }).release === "function"
  );
}
