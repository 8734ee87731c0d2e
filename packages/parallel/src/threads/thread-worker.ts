import { Tinypool } from "tinypool";
import { messageOf } from "../errors/failures.js";
import { loadTasks } from "../tasks/load-tasks.js";
import { runTask } from "../tasks/run-task.js";
import type { ThreadAnswer, ThreadMessage } from "./thread-message.js";

// Settled here rather than thrown, because a thread that fails while it starts is started again without end.
const loading = loadTasks(Tinypool.workerData as string).catch(
  (error: unknown) => ({ startFailed: messageOf(error) }) as const,
);

/** Runs a task in a thread; called by Tinypool. */
export async function answer(message: ThreadMessage): Promise<ThreadAnswer> {
  const tasks = await loading;
  if ("startFailed" in tasks) return tasks;
  return Tinypool.move(await runTask(tasks, message)) as Uint8Array;
}
