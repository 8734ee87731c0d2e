import {
  checkValue,
  type DenseStep,
  endedAsAsked,
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
  stiffOutcome,
} from "@symplectic-adjoint/core";
import { holdsFinite } from "../reading/holds-finite.js";
import { readScalar } from "../reading/read-scalar.js";
import { beginSteps } from "../step/begin-steps.js";
import { restart } from "../step/restart.js";
import { findStiffness } from "../stiffness/find-stiffness.js";
import { checkInterpolation } from "./check-interpolation.js";
import { checkedNorm } from "./checked-norm.js";
import { findNonFinite } from "./find-non-finite.js";
import { findFirstStep } from "./first-step.js";
import type { StepObserver } from "./step-observer.js";
import type { Tally } from "./tally.js";
import { type TimeStops, timeStops } from "./time-stops.js";
import { Walk } from "./walk.js";

/** A yield costs about as much as one evaluation of a small f. */
const STEPS_BETWEEN_PAUSES = 16;

const PROBLEM = required(problemContract);

/** A finished integration. */
export interface Trajectory<A> {
  /**
   * The states at the output times that were reached, or what is saved instead; retained, and released by the caller. See
   * `ForwardPass` for entries with several rows.
   */
  readonly outputs: ReadonlyArray<State<A>>;
  readonly rows: ReadonlyArray<number | undefined> | undefined;
  /** The times of all states in `outputs`, if they are not the first of the problem's times. */
  readonly outputTimes: ReadonlyArray<number> | undefined;
  /** Start and slopes of each step, if the problem asks for them; retained, and released by the caller. */
  readonly dense: ReadonlyArray<DenseStep<A>> | undefined;
  readonly steps: ReadonlyArray<Step>;
  readonly outcome: Outcome;
}

/**
 * The accept/reject loop: steps from the first output time to the last, landing on every required time. Outputs within
 * steps are interpolated if the problem asks for that; an event or `onStep` may end the integration earlier.
 *
 * A step that would pass a required time is cut to land on it; its end is then exactly that time, not a sum. Releases
 * everything it owns if an error is thrown.
 *
 * @param knownStops What `timeStops` returns for the problem, if the caller has it.
 * @throws InvalidArgumentError if a part of the problem is missing or incomplete.
 */
export function* integrate<V, A>(
  given: Problem<A>,
  operations: StepOperations<V, A>,
  tally: Tally,
  observer: StepObserver<V, A> = {},
  knownStops?: TimeStops,
): Reading<Trajectory<A>, A> {
  checkValue("problem", given, PROBLEM);
  checkInterpolation(given);
  const { backend, norm } = given;
  const problem: Problem<A> =
    norm === undefined ? given : { ...given, norm: checkedNorm(backend, norm) };
  const stops = knownStops ?? timeStops(problem);
  const start = yield* beginSteps(problem, operations, problem.times[0] as number, problem.y0);
  const walk = new Walk(problem, operations, tally, start, stops, observer.keepsStages);
  const { outputs, dense } = walk.record;
  let finished = false;
  try {
    const kind = yield* takeAllSteps(problem, operations, tally, walk, observer);
    const steps = walk.record.steps.list();
    const cut = steps.at(-1)?.cut;
    const reached = outcome(kind, cut?.ends ? cut.t : walk.at.t, walk.span.h);
    const ended = { outputs, steps, state: operations.stateOf(walk.at.y) };
    const looks = endedAsAsked(reached) || kind === "nonFiniteState";
    const wrong = looks
      ? yield* findNonFinite(problem, ended, tally.pass)
      : yield* whyTooManySteps(problem, operations, walk, reached, tally.pass);
    finished = true;
    const { states, rows, times: outputTimes } = outputs;
    return { outputs: states, rows, outputTimes, dense, steps, outcome: wrong ?? reached };
  } finally {
    walk.record.completeStepSizes();
    walk.close(finished);
  }
}

/** Says so if the step limit was reached because the problem is stiff. */
function* whyTooManySteps<V, A>(
  problem: Problem<A>,
  operations: StepOperations<V, A>,
  { at, record }: Walk<V, A>,
  { kind, t, step }: Outcome,
  pass: PassStatistics,
): Reading<Outcome | undefined, A> {
  if (kind !== "tooManySteps") return undefined;
  const { steps } = record;
  const end = {
    t,
    y: operations.stateOf(at.y),
    count: steps.length,
    lengthOf: (n: number) => steps.lengthOf(n),
  };
  const stiffness = yield* findStiffness(problem, end, pass);
  return stiffness && stiffOutcome(t, step, stiffness);
}

function* takeAllSteps<V, A>(
  problem: Problem<A>,
  operations: StepOperations<V, A>,
  { pass }: Tally,
  walk: Walk<V, A>,
  observer: StepObserver<V, A>,
): Reading<OutcomeKind, A> {
  const { events } = problem;
  const begun = events?.begin(walk.at.t, operations.stateOf(walk.at.y), pass);
  if (isReading(begun)) yield* begun;
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
    if (verdict === "rejected") continue;
    if (verdict !== "accepted") return verdict;
    const asked = events?.accepted(walk.inside);
    const found = isReading(asked) ? yield* asked : asked;
    const step = walk.stepTaken(found);
    const next = walk.next;
    const told = observer.accepted?.(
      walk.record.steps.length,
      step,
      walk.at,
      next,
      walk.pending.attempt.stages,
      walk.pending.attempt.slopes,
    );
    if (isReading(told)) yield* told;
    const { cut } = step;
    if (cut === undefined) walk.accept(step, next);
    else {
      // What was recorded of it must not be rolled back after the restart is recorded.
      walk.discardAhead();
      walk.leave(step, cut, cut.ends ? undefined : yield* restart(problem, operations, cut));
    }
    if (found?.ends) return found.exceeds ? "tooManyEvents" : "event";
    if (walk.isStopped && !walk.arrived) return "stopped";
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
  if (typeof firstStep === "number") walk.control.proposal = firstStep;
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
  walk.control.proposal = found.step;
  return !Number.isNaN(found.step);
}
