import {
  isReading,
  type Problem,
  type Reading,
  type State,
  type Step,
  type StepOperations,
} from "@symplectic-adjoint/core";
import { plainOperations, releaseStages, splitCarried } from "@symplectic-adjoint/solver";
import type { ReverseContext } from "../checkpointed/reverse-steps.js";
import type { NeededValues, StepValues } from "./within-port.js";

/** Plain states as values of a step. */
const PLAIN = { stateOf: <A>(state: State<A>) => state };

/**
 * Takes a step again, for its values. They must be released.
 *
 * @param start The state before the step: y, and the memory of the method; borrowed, and not a part of the result.
 */
export function* stepValues<A>(
  { problem, steps, pass }: Pick<ReverseContext<A>, "problem" | "steps" | "pass">,
  start: State<A>,
  n: number,
  needed: NeededValues,
): Reading<StepValues<A>, A> {
  const { t, h, end, firstStageTime } = steps.at(n) as Step;
  const operations: StepOperations<State<A>, A> = plainOperations(problem, pass);
  const { y, memory } = splitCarried(start, problem.y0.length);
  const answer = problem.method.attempt(problem, operations, {
    t,
    h,
    end,
    firstStageTime,
    y,
    memory,
    startSlope: undefined,
    estimatesError: false,
    handsOver: "no",
    keepsSlopes: needed === "slopes",
  });
  const taken = isReading(answer) ? yield* answer : answer;
  for (const state of [taken.startSlope, taken.endSlope, ...taken.memory])
    if (state !== undefined) problem.backend.release(state);
  return { start: y, next: taken.next, slopes: taken.slopes };
}

/** Frees what {@link stepValues} has made. */
export function releaseValues<A>(problem: Problem<A>, { next, slopes = [] }: StepValues<A>): void {
  releaseStages(problem, PLAIN, slopes as ReadonlyArray<State<A>>);
  if (next !== undefined) problem.backend.release(next);
}
