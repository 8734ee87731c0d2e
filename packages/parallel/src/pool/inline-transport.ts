import { aborted } from "../errors/failures.js";
import type { Tasks } from "../tasks/define-tasks.js";
import { runTask } from "../tasks/run-task.js";
import type { Transport } from "./transport.js";

/** Runs calls in the caller's thread, one after the other. */
export function inlineTransport(tasks: Tasks): Transport {
  const published = new Map<string, Uint8Array>();
  let last: Promise<unknown> = Promise.resolve();
  let open = true;
  return {
    name: "inline",
    capacity: 1,
    async publish(version, bytes) {
      published.set(version, bytes);
    },
    async forget(version) {
      published.delete(version);
    },
    call({ task, input, version, signal }) {
      const parameters = version === undefined ? undefined : published.get(version);
      const answer = last.then(async () => {
        await nextTurn();
        if (signal?.aborted === true || !open) throw aborted("The task");
        return runTask(tasks, { task, input, parameters });
      });
      last = answer.catch(() => undefined);
      return answer;
    },
    async close() {
      open = false;
      published.clear();
    },
  };
}

/** In Node; elsewhere a timer does. */
const { setImmediate } = globalThis as {
  readonly setImmediate?: (callback: () => void) => unknown;
};

/** Lets timers and input run between two tasks. */
function nextTurn(): Promise<void> {
  return new Promise((resolve) => {
    if (setImmediate !== undefined) setImmediate(resolve);
    else setTimeout(resolve, 0);
  });
}
