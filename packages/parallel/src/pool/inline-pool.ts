import { checkValue } from "@symplectic-adjoint/core";
import { aborted } from "../errors/failures.js";
import type { Tasks } from "../tasks/define-tasks.js";
import { runTask } from "../tasks/run-task.js";
import type { Pool } from "./pool.js";
import { poolOver } from "./pool-over.js";
import { tasksRequirement } from "./requirements.js";

/**
 * A pool that runs tasks in the caller's own thread, one after the other: for tests, small work, and gradient
 * accumulation. Tasks receive copies, as in all pools, so results are bitwise the same.
 *
 * Synchronous tasks block the thread; between two of them, other code runs.
 *
 * @throws InvalidArgumentError if `tasks` was not created by {@link defineTasks}.
 */
export function inlinePool(tasks: Tasks): Pool {
  checkValue("The argument of inlinePool", tasks, tasksRequirement);
  const published = new Map<string, Uint8Array>();
  let last: Promise<unknown> = Promise.resolve();
  let open = true;
  return poolOver({
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
  });
}

/** Lets timers and input run between two tasks. */
function nextTurn(): Promise<void> {
  return new Promise((resolve) => {
    if (typeof setImmediate === "function") setImmediate(resolve);
    else setTimeout(resolve, 0);
  });
}
