import { type CaseKey, sameCase } from "../cases/case-key.js";
import { engineRunner } from "../engines/engine-runner.js";
import type { Runner } from "../runners/runner.js";

/** One engine, equipped by this checkout and by another, in separate processes. */
export interface BothCheckouts {
  readonly now: Runner;
  readonly before: Runner;
  /** The cases that both can measure and that run the library's code. */
  readonly cases: ReadonlyArray<CaseKey>;
  close(): Promise<void>;
}

/**
 * Starts both. They run the programs of this checkout; the other one contributes its library only.
 *
 * @throws Error if one of them cannot be started, with the reason.
 */
export async function bothCheckouts(platform: string, folder: string): Promise<BothCheckouts> {
  const now = engineRunner({ platform, variant: "now" });
  const before = engineRunner({ platform, variant: "before" }, folder);
  const close = async (): Promise<void> => {
    await Promise.all([now, before].map((each) => each.close().catch(() => {})));
  };
  try {
    const [ours, theirs] = await Promise.all([now.describe(), before.describe()]);
    const cases = ours.cases.filter(
      (key) => key.kind !== "products" && theirs.cases.some((each) => sameCase(each, key)),
    );
    return { now, before, cases, close };
  } catch (error) {
    await close();
    throw error;
  }
}
