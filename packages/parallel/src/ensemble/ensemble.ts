import {
  checkOptions,
  checkValue,
  functionRequirement,
  InvalidArgumentError,
  must,
  nonEmptyString,
  type OptionTable,
  required,
} from "@symplectic-adjoint/core";
import { abortSignal, pool } from "../pool/requirements.js";
import type { TaskValue } from "../values/task-value.js";
import type { EnsembleOptions } from "./ensemble-options.js";
import type { MemberOutcome } from "./member-outcome.js";
import { outcomesOf } from "./outcomes-of.js";

/** A run of an ensemble, which starts when it is iterated over or `all` is called. */
export interface Ensemble<T> extends AsyncIterable<MemberOutcome<T>> {
  /** All outcomes, in the order of the members. */
  all(): Promise<ReadonlyArray<MemberOutcome<T>>>;
}

const table: OptionTable = {
  pool,
  parameters: { problemOf: () => undefined, remedy: "" },
  signal: abortSignal,
  onProgress: functionRequirement("Write onProgress: ({ done, total }) => …, or leave it out."),
};
const taskName = required(nonEmptyString('Write the name of a task: "fit".'));
const memberList = required(
  must(
    (value) =>
      typeof value === "object" &&
      value !== null &&
      !ArrayBuffer.isView(value) &&
      typeof (value as Iterable<unknown>)[Symbol.iterator] === "function",
    "must be a list, or another iterable, of inputs",
    "Write ensemble(task, [input0, input1], { pool }).",
  ),
);

/**
 * Runs a task for each member: initial values, parameters or seeds. Outcomes come as the tasks end, or all together, in
 * order.
 *
 * A member whose task throws, or whose workers die, is an outcome with status "failure". The pool receives as many
 * members at a time as it has capacity for; an iterator of members is read as far as that.
 *
 * @throws PoolError while iterating if the run as a whole cannot go on: it was aborted, or the pool was closed or lost.
 * @example
 * for await (const { index, status, value } of ensemble("fit", seeds, { pool })) …
 */
export function ensemble<T = TaskValue>(
  task: string,
  members: Iterable<TaskValue>,
  options: EnsembleOptions,
): Ensemble<T> {
  checkValue("The first argument of ensemble", task, taskName);
  checkValue("The second argument of ensemble", members, memberList);
  checkOptions("ensemble", options, table, { argument: "The third argument of ensemble" });
  let begun = false;
  const begin = () => {
    if (begun) throw begunAlready();
    begun = true;
    return outcomesOf<T>(task, members, options);
  };
  return {
    [Symbol.asyncIterator]: begin,
    async all() {
      const outcomes: Array<MemberOutcome<T>> = [];
      for await (const outcome of begin()) outcomes[outcome.index] = outcome;
      return outcomes;
    },
  };
}

function begunAlready(): InvalidArgumentError {
  return new InvalidArgumentError({
    argument: "The ensemble",
    problem: "has been started already",
    remedy: "Call ensemble again for another run, or keep the outcomes of the first.",
  });
}
