import { checkValue } from "@symplectic-adjoint/core";
import type { Tasks } from "../tasks/define-tasks.js";
import { inlineTransport } from "./inline-transport.js";
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
  return poolOver(inlineTransport(tasks));
}
