import { messageOf } from "../errors/failures.js";
import { WorkerStartError } from "../errors/pool-errors.js";
import { isTasks, type Tasks } from "./define-tasks.js";

/**
 * Imports a file that exports tasks, under any name.
 *
 * @param href URL of the file.
 * @throws WorkerStartError if it cannot be imported, or does not export exactly one result of `defineTasks`.
 */
export async function loadTasks(href: string): Promise<Tasks> {
  let exported: Readonly<Record<string, unknown>>;
  try {
    exported = (await import(/* @vite-ignore */ href)) as Readonly<Record<string, unknown>>;
  } catch (error) {
    throw new WorkerStartError({
      argument: "The file of the tasks",
      value: href,
      problem: `could not be imported: ${messageOf(error)}`,
      remedy: "Give the URL of a file that a worker can import by itself.",
      cause: error,
    });
  }
  const found = [...new Set(Object.values(exported).filter(isTasks))];
  if (found.length === 1) return found[0] as Tasks;
  throw new WorkerStartError({
    argument: "The file of the tasks",
    value: href,
    problem: `exports ${found.length === 0 ? "no tasks" : "tasks more than once"}`,
    remedy: 'Write export const tasks = defineTasks({ name: fn }, { version: "1" }) in it.',
  });
}
