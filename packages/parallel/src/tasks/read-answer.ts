import { TaskFailedError, UnknownTaskError } from "../errors/pool-errors.js";
import { decodeValue } from "../values/decode-value.js";
import type { TaskValue } from "../values/task-value.js";

type Answer =
  | { readonly status: "done"; readonly output: TaskValue }
  | { readonly status: "failed"; readonly name: string; readonly message: string }
  | { readonly status: "unknown"; readonly names: ReadonlyArray<string> };

/**
 * Reads the answer of `runTask`.
 *
 * @throws TaskFailedError if the task threw.
 * @throws UnknownTaskError if the worker has no such task.
 */
export function readAnswer(task: string, bytes: Uint8Array): TaskValue {
  const answer = decodeValue(bytes) as unknown as Answer;
  if (answer.status === "done") return answer.output;
  const argument = `The task ${JSON.stringify(task)}`;
  if (answer.status === "unknown")
    throw new UnknownTaskError({
      argument,
      problem: "is unknown to the worker",
      remedy: `Its tasks are ${answer.names.join(", ")}.`,
    });
  throw new TaskFailedError(
    {
      argument,
      problem: `threw ${answer.name}: ${answer.message.replace(/\.$/, "")}`,
      remedy: "Run it with inlinePool to debug it.",
    },
    answer.name,
  );
}
