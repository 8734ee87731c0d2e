import { messageOf } from "../errors/failures.js";
import { decodeValue } from "../values/decode-value.js";
import { encodeValue } from "../values/encode-value.js";
import type { TaskValue } from "../values/task-value.js";
import type { TaskFunction, Tasks } from "./define-tasks.js";

/** A call of a task, as workers receive it. */
export interface TaskCall {
  readonly task: string;
  readonly input: Uint8Array;
  readonly parameters: Uint8Array | undefined;
}

const setUp = new WeakMap<Tasks, Promise<void>>();

/**
 * Runs a task in a worker. Never throws: an error of the task is part of the answer.
 *
 * @returns The encoded answer, for `readAnswer`.
 */
export async function runTask(
  tasks: Tasks,
  { task, input, parameters }: TaskCall,
): Promise<Uint8Array<ArrayBuffer>> {
  if (!Object.hasOwn(tasks.functions, task))
    return encodeValue({ status: "unknown", names: Object.keys(tasks.functions) });
  try {
    await ready(tasks);
    const run = tasks.functions[task] as TaskFunction;
    const output = await run(
      decodeValue(input),
      parameters === undefined ? undefined : decodeValue(parameters),
    );
    return encodeValue({ status: "done", output: (output ?? null) as TaskValue }, "The answer");
  } catch (thrown) {
    const name = thrown instanceof Error ? thrown.name : "Error";
    return encodeValue({ status: "failed", name, message: messageOf(thrown) });
  }
}

function ready(tasks: Tasks): Promise<void> {
  let promise = setUp.get(tasks);
  if (promise === undefined) {
    promise = (async () => tasks.setup?.())();
    setUp.set(tasks, promise);
  }
  return promise;
}
