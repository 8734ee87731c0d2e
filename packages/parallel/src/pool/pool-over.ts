import {
  checkOptions,
  checkValue,
  InvalidArgumentError,
  nonEmptyString,
  required,
} from "@symplectic-adjoint/core";
import { aborted, closed } from "../errors/failures.js";
import { readAnswer } from "../tasks/read-answer.js";
import { encodeValue } from "../values/encode-value.js";
import type { TaskValue } from "../values/task-value.js";
import { cancelGroup } from "./cancel-group.js";
import type { Pool, Publication, RunOptions, Traffic } from "./pool.js";
import { abortSignal, publication } from "./requirements.js";
import { settleFirst } from "./settle-first.js";
import type { Transport } from "./transport.js";

const taskName = required(nonEmptyString('Write the name of a task: "loss".'));
const runTable = { parameters: publication, signal: abortSignal };

/** A pool that sends its messages through a transport. */
export function poolOver(transport: Transport): Pool {
  const { name, capacity } = transport;
  const traffic: Traffic = { published: 0, sent: 0, received: 0, calls: 0 };
  const untilClosed = cancelGroup();
  // Distinguishes versions of this pool from those of others that share its workers.
  const run = Math.random().toString(36).slice(2);
  let publications = 0;
  const live = new Set<Publication>();
  let closing: Promise<void> | undefined;

  function checkOpen(): void {
    if (closing !== undefined) throw closed(name);
  }

  return Object.freeze({
    name,
    capacity,
    traffic,
    async publish(parameters: TaskValue): Promise<Publication> {
      const bytes = encodeValue(parameters, "parameters");
      checkOpen();
      const version = `${run}.${++publications}`;
      traffic.published += bytes.length;
      await untilClosed.run((end) =>
        settleFirst(transport.publish(version, bytes), end, () => closed(name)),
      );
      const published: Publication = Object.freeze({
        version,
        release: async () => {
          if (live.delete(published) && closing === undefined) await transport.forget(version);
        },
      });
      live.add(published);
      return published;
    },
    async run(task: string, value: TaskValue, options: RunOptions = {}): Promise<TaskValue> {
      checkValue("The task", task, taskName);
      checkOptions("run", options, runTable);
      const { parameters, signal } = options;
      const input = encodeValue(value, "input");
      checkOpen();
      if (parameters !== undefined && !live.has(parameters)) throw notPublished(name);
      if (signal?.aborted === true) throw aborted(`The task ${JSON.stringify(task)}`);
      traffic.sent += input.length;
      traffic.calls++;
      const answer = transport.call({ task, input, version: parameters?.version, signal });
      const unlessClosed = untilClosed.run((end) => settleFirst(answer, end, () => closed(name)));
      const bytes = await settleFirst(unlessClosed, signal, () =>
        aborted(`The task ${JSON.stringify(task)}`),
      );
      traffic.received += bytes.length;
      return readAnswer(task, bytes);
    },
    close(): Promise<void> {
      closing ??= Promise.resolve().then(() => {
        untilClosed.cancel();
        return transport.close();
      });
      return closing;
    },
  });
}

function notPublished(pool: string): InvalidArgumentError {
  return new InvalidArgumentError({
    argument: "parameters",
    problem: "were released, or published by another pool",
    remedy: `Publish them with the pool ${pool}, and release them after the last task.`,
  });
}
