import {
  contract,
  must,
  numberRequirement,
  type Requirement,
  required,
} from "@symplectic-adjoint/core";
import { isTasks } from "../tasks/define-tasks.js";

/** A pool. */
export const pool: Requirement = required(
  contract(
    "a pool",
    { name: "string", publish: "function", run: "function", close: "function" },
    "Write pool: inlinePool(tasks), or threadPool, workerPool or queuePool.",
  ),
);

/** Published parameters. */
export const publication: Requirement = contract(
  "published parameters",
  { version: "string", release: "function" },
  "Write parameters: await pool.publish(values).",
);

/** An AbortSignal. */
export const abortSignal: Requirement = must(
  (value) =>
    typeof value === "object" &&
    value !== null &&
    typeof (value as AbortSignal).aborted === "boolean" &&
    typeof (value as AbortSignal).addEventListener === "function",
  "must be an AbortSignal",
  "Write signal: controller.signal, or leave it out.",
);

/** What `defineTasks` returned. */
export const tasksRequirement: Requirement = required(
  must(isTasks, "must be tasks", 'Write defineTasks({ name: fn }, { version: "1" }).'),
);

/** A count of at least `least`. */
export function count(name: string, least: number): Requirement {
  return numberRequirement(
    (value) => Number.isSafeInteger(value) && value >= least,
    `must be an integer of at least ${least}`,
    `Write ${name}: ${Math.max(least, 2)}, or leave it out.`,
  );
}

/** Longest time of a timer. */
const LONGEST = 2 ** 31 - 1;

/** A time in milliseconds. */
export function milliseconds(name: string): Requirement {
  return numberRequirement(
    (value) => Number.isInteger(value) && value > 0 && value <= LONGEST,
    `must be an integer from 1 to ${LONGEST}`,
    `Write ${name}: 30000, or leave it out.`,
  );
}
