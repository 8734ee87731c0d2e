import {
  checkValue,
  type Outcome,
  type OutcomeKind,
  outcome,
  type PassStatistics,
  type Problem,
  problemContract,
  type Reading,
  required,
  type State,
  type Statistics,
  type Step,
} from "@symplectic-adjoint/core";
import { holdsFinite } from "../reading/holds-finite.js";
import { readScalar } from "../reading/read-scalar.js";
import type { StepOperations } from "../step/step-operations.js";
import { unfrozenTableau } from "../step/unfrozen-tableau.js";
import { checkedNorm } from "./checked-norm.js";
import { findFirstNonFinite } from "./find-first-non-finite.js";
import { findNonFiniteStep } from "./find-non-finite-step.js";
import { findFirstStep } from "./first-step.js";
import { type StepObserver, type Tally, Walk } from "./walk.js";

/** A pause costs as much as an evaluation of a small f. */
const STEPS_BETWEEN_PAUSES = 16;

const PROBLEM = required(problemContract);

/** A finished integration. */
export interface Trajectory<A> {
  /** The states at the output times that were reached, retained: the receiver's to release. */
  readonly outputs: ReadonlyArray<State<A>>;
  readonly steps: ReadonlyArray<Step>;
  readonly outcome: Outcome;
}

/** Tallies into the forward half of a solution's statistics. */
export function forwardTally(statistics: Statistics): Tally {
  return { pass: statistics.forward, stepSizes: statistics.stepSizes };
}

/**
 * The accept/reject loop: steps from the first output time to the last, landing on every required time.
 *
 * A step that would pass a required time is cut to land on it; the time then is that time exactly, not a sum. Whatever
 * throws, the loop releases what it owns.
 *
 * @throws InvalidArgumentError when a part of the problem is missing or half made.
 */
export function* integrate<V, A>(
  given: Problem<A>,
  operations: StepOperations<V, A>,
  tally: Tally,
  observer: StepObserver<V> = {},
): Reading<Trajectory<A>, A> {
  checkValue("problem", given, PROBLEM);
  const { backend, norm } = given;
  const problem: Problem<A> = {
    ...given,
    tableau: unfrozenTableau(given.tableau),
    norm: norm && checkedNorm(backend, norm),
  };
  const walk = new Walk(problem, operations, tally, observer);
  const { steps, outputs } = walk;
  let finished = false;
  try {
    let kind = yield* takeAllSteps(problem, operations, tally, walk);
    let { t } = walk.at;
    let { h } = walk;
    if (kind === "success" && !problem.controller.adaptive && problem.readsScalars) {
      const bad = yield* findFirstNonFinite(backend, outputs, tally.pass);
      if (bad !== undefined) {
        kind = "nonFiniteState";
        // An output 0 is not the work of any step.
        if (bad === 0) t = problem.times[0] as number;
        else ({ end: t, h } = yield* findNonFiniteStep(problem, steps, outputs, bad, tally.pass));
        // The first output is y0, whatever it holds, as it is where steps are adaptive.
        for (const output of outputs.splice(Math.max(1, bad))) backend.release(output);
      }
    }
    finished = true;
    return { outputs, steps, outcome: outcome(kind, t, h) };
  } finally {
    walk.close();
    if (!finished) releaseAll(backend, outputs);
  }
}

function* takeAllSteps<V, A>(
  problem: Problem<A>,
  operations: StepOperations<V, A>,
  { pass }: Tally,
  walk: Walk<V, A>,
): Reading<OutcomeKind, A> {
  if (walk.arrived) return "success";
  if (!(yield* chooseFirstStep(problem, operations, pass, walk))) return "nonFiniteState";
  const speculates = problem.speculates === true && problem.controller.ahead !== undefined;
  const meanwhile = speculates ? () => walk.lookAhead() : undefined;
  let unpaused = 0;
  while (!walk.arrived) {
    const tried = walk.tryStep();
    if (typeof tried === "string") return tried;
    const { errorRatio, next, lastStage } = tried;
    let ratio = 0;
    if (errorRatio === undefined) yield undefined;
    else if (typeof errorRatio !== "number")
      ratio = yield* readScalar(problem, errorRatio, pass, meanwhile);
    else {
      // Nothing is to be waited for; now and then others may run meanwhile.
      ratio = errorRatio;
      if (++unpaused % STEPS_BETWEEN_PAUSES === 0) yield undefined;
    }
    if (ratio === Number.POSITIVE_INFINITY) {
      // An error so large that its ratio to the tolerance overflows is large, and no more, where the states are finite.
      const states = operations.statesOf(lastStage === undefined ? [next] : [next, lastStage]);
      if (yield* holdsFinite(problem.backend, states.flat(), pass)) ratio = Number.MAX_VALUE;
    }
    const end = walk.judge(ratio);
    if (end !== undefined) return end;
  }
  return "success";
}

/** Makes the first proposal. Returns false where y0 or f is not finite at the start. */
function* chooseFirstStep<V, A>(
  problem: Problem<A>,
  operations: StepOperations<V, A>,
  pass: PassStatistics,
  walk: Walk<V, A>,
): Reading<boolean, A> {
  const { firstStep, adaptive } = problem.controller;
  if (typeof firstStep === "number") walk.proposal = firstStep;
  if (typeof firstStep === "number" || !adaptive) return true;
  const { at, route } = walk;
  const found = yield* findFirstStep(
    problem,
    operations,
    pass,
    firstStep,
    at.y,
    at.firstStageTime,
    route.direction,
  );
  at.k1 = found.k1;
  walk.proposal = found.step;
  return !Number.isNaN(found.step);
}

function releaseAll<A>(backend: Problem<A>["backend"], states: ReadonlyArray<State<A>>): void {
  for (const state of states) backend.release(state);
}
