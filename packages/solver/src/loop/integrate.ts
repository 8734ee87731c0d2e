import {
  checkValue,
  isReading,
  type Outcome,
  type OutcomeKind,
  outcome,
  type PassStatistics,
  type Problem,
  problemContract,
  type Reading,
  required,
  type State,
  type Step,
  type StepOperations,
} from "@symplectic-adjoint/core";
import { holdsFinite } from "../reading/holds-finite.js";
import { readScalar } from "../reading/read-scalar.js";
import { beginSteps } from "../step/begin-steps.js";
import { checkedNorm } from "./checked-norm.js";
import { findFirstNonFinite } from "./find-first-non-finite.js";
import { findNonFiniteStep } from "./find-non-finite-step.js";
import { findFirstStep } from "./first-step.js";
import type { StepObserver } from "./step-observer.js";
import type { Tally } from "./tally.js";
import { Walk } from "./walk.js";

/** A yield costs about as much as one evaluation of a small f. */
const STEPS_BETWEEN_PAUSES = 16;

const PROBLEM = required(problemContract);

/** A finished integration. */
export interface Trajectory<A> {
  /** The states at the output times that were reached, retained; the caller must release them. */
  readonly outputs: ReadonlyArray<State<A>>;
  readonly steps: ReadonlyArray<Step>;
  readonly outcome: Outcome;
}

/**
 * The accept/reject loop: steps from the first output time to the last, landing on every required time.
 *
 * A step that would pass a required time is cut to land on it; its end is then exactly that time, not a sum. Releases
 * everything it owns if an error is thrown.
 *
 * @throws InvalidArgumentError if a part of the problem is missing or incomplete.
 */
export function* integrate<V, A>(
  given: Problem<A>,
  operations: StepOperations<V, A>,
  tally: Tally,
  observer: StepObserver<V, A> = {},
): Reading<Trajectory<A>, A> {
  checkValue("problem", given, PROBLEM);
  const { backend, norm } = given;
  const problem: Problem<A> = {
    ...given,
    norm: norm && checkedNorm(backend, norm),
  };
  const start = yield* beginSteps(problem, operations, problem.times[0] as number, problem.y0);
  const walk = new Walk(problem, operations, tally, start, observer.keepsStages);
  const { outputs } = walk;
  let finished = false;
  try {
    let kind = yield* takeAllSteps(problem, operations, tally, walk, observer);
    const steps = walk.steps.list();
    let { t } = walk.at;
    let { h } = walk.lastSpan;
    if (kind === "success" && !problem.controller.adaptive && problem.readsScalars) {
      const bad = yield* findFirstNonFinite(backend, outputs, tally.pass);
      if (bad !== undefined) {
        kind = "nonFiniteState";
        // Output 0 is y0, not the result of a step.
        if (bad === 0) t = problem.times[0] as number;
        else ({ end: t, h } = yield* findNonFiniteStep(problem, steps, outputs, bad, tally.pass));
        // The first output is always y0, even if it is not finite, as for adaptive steps.
        for (const output of outputs.splice(Math.max(1, bad))) backend.release(output);
      }
    }
    finished = true;
    return { outputs, steps, outcome: outcome(kind, t, h) };
  } finally {
    walk.completeStepSizes();
    walk.close();
    if (!finished) releaseAll(backend, outputs);
  }
}

function* takeAllSteps<V, A>(
  problem: Problem<A>,
  operations: StepOperations<V, A>,
  { pass }: Tally,
  walk: Walk<V, A>,
  observer: StepObserver<V, A>,
): Reading<OutcomeKind, A> {
  if (walk.arrived) return "success";
  if (!(yield* chooseFirstStep(problem, operations, pass, walk))) return "nonFiniteState";
  const speculates = problem.speculates === true && problem.controller.predictNext !== undefined;
  const whileWaiting = speculates ? () => walk.attemptNext() : undefined;
  let unpaused = 0;
  while (!walk.arrived) {
    const answer = walk.attempt();
    if (typeof answer === "string") return answer;
    const tried = isReading(answer) ? yield* answer : answer;
    walk.receive(tried);
    const { errorRatio, endSlope } = tried;
    let ratio = 0;
    if (errorRatio === undefined) yield undefined;
    else if (typeof errorRatio !== "number")
      ratio = yield* readScalar(problem, errorRatio, pass, whileWaiting);
    else {
      // No value to wait for; yield from time to time so that other tasks can run.
      ratio = errorRatio;
      if (++unpaused % STEPS_BETWEEN_PAUSES === 0) yield undefined;
    }
    if (ratio === Number.POSITIVE_INFINITY) {
      // If the states are finite, an overflowing error ratio only means a large error.
      const states = operations.statesOf(
        endSlope === undefined ? [tried.next] : [tried.next, endSlope],
      );
      if (yield* holdsFinite(problem.backend, states.flat(), pass)) ratio = Number.MAX_VALUE;
    }
    const verdict = walk.judge(ratio);
    if (verdict === undefined) continue;
    if (verdict !== "accepted") return verdict;
    const next = walk.next;
    const step = walk.stepTaken(false);
    const told = observer.accepted?.(walk.steps.length, step, walk.at, next, walk.stages);
    if (isReading(told)) yield* told;
    walk.accept(step, next);
  }
  return "success";
}

/** Makes the first proposal. Returns false if y0 or f is not finite at the start. */
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
  at.slope = found.slope;
  walk.proposal = found.step;
  return !Number.isNaN(found.step);
}

function releaseAll<A>(backend: Problem<A>["backend"], states: ReadonlyArray<State<A>>): void {
  for (const state of states) backend.release(state);
}
