import { createHash } from "node:crypto";
import { readFile } from "node:fs/promises";
import { TaskVersionError } from "../errors/pool-errors.js";
import { loadTasks } from "../tasks/load-tasks.js";

/**
 * What two processes compare to know that they run the same tasks: their version, and a hash of their file.
 *
 * @throws WorkerStartError if the file cannot be imported.
 */
export async function taskIdentity(file: URL): Promise<string> {
  const tasks = await loadTasks(file.href);
  const hash = createHash("sha256")
    .update(await readFile(file))
    .digest("hex");
  return `version ${JSON.stringify(tasks.version)}, file ${hash.slice(0, 12)}`;
}

/** The error of a worker whose tasks are not those of the run. */
export function otherTasks(own: string, wanted: string): TaskVersionError {
  return new TaskVersionError({
    argument: "This worker",
    problem: `has other tasks (${own}) than the run (${wanted})`,
    remedy: "Give it the same file of tasks as the run, and start it again.",
  });
}
