import {
  type Outcome,
  type OutcomeKind,
  outcome,
  type PassStatistics,
  type Problem,
  type Reading,
  type State,
  type Statistics,
  type Step,
} from "@symplectic-adjoint/core";
import { attemptStep } from "./attempt.js";
import { findFirstNonFinite } from "./find-non-finite.js";
import { findFirstStep } from "./first-step.js";
import { nextAfter } from "./next-after.js";
import { readScalar } from "./read-scalar.js";
import type { StepOperations } from "./step-operations.js";
import { timeStops } from "./time-stops.js";

/** After so many overflows in a row, with ever smaller steps, the state is not going to be finite. */
const MOST_OVERFLOWS = 30;
/** A step that would end this close before a required time, relative to the step, lands on it. */
const SLIVER = 1e-10;
const NO_OUTPUTS: ReadonlyArray<number> = Object.freeze([]);

/** Where the counts of one integration go. */
export interface Tally {
  readonly pass: PassStatistics;
  readonly stepSizes?: Array<number>;
}

/** What an integration tells as it goes. The values are the loop's: whoever wants to keep one retains its state. */
export interface StepObserver<V> {
  /** Step `index` was accepted and leads from `before` to `after`. */
  accepted?(index: number, step: Step, before: V, after: V): void;
}

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
 */
export function* integrate<V, A>(
  problem: Problem<A>,
  operations: StepOperations<V, A>,
  tally: Tally,
  observer: StepObserver<V> = {},
): Reading<Trajectory<A>, A> {
  const { backend, tableau, controller, times, onStep, signal } = problem;
  const { pass } = tally;
  const stops = timeStops(problem);
  const steps: Array<Step> = [];
  const outputs: Array<State<A>> = [];

  let t = times[0] as number;
  const direction = (times[times.length - 1] as number) < t ? -1 : 1;
  let y = operations.begin(problem.y0);
  let k1: V | undefined;
  let firstStageTime = problem.jumpT.includes(t) ? nextAfter(t, direction) : t;
  let reusesLastStage = false;
  let proposal = Number.POSITIVE_INFINITY;
  let h = 0;

  const finish = (kind: OutcomeKind, at = t): Trajectory<A> => {
    return { outputs, steps, outcome: outcome(kind, at, h) };
  };
  let finished = false;
  try {
    outputs.push(backend.retain(operations.stateOf(y)));
    if (stops.length === 0) {
      finished = true;
      return finish("success");
    }
    if (typeof controller.firstStep === "number") {
      proposal = controller.firstStep;
    } else if (controller.adaptive) {
      const rule = controller.firstStep;
      const found = yield* findFirstStep(
        problem,
        operations,
        pass,
        rule,
        y,
        firstStageTime,
        direction,
      );
      k1 = found.k1;
      proposal = found.step;
      if (Number.isNaN(proposal)) {
        finished = true;
        return finish("nonFiniteState");
      }
    }

    let control = controller.init();
    let overflows = 0;
    let nextStop = 0;
    for (let attempts = 0; nextStop < stops.length; attempts++) {
      if (signal?.aborted || attempts === problem.maxNumSteps) {
        finished = true;
        return finish(signal?.aborted ? "aborted" : "tooManySteps");
      }
      const stop = stops[nextStop] as (typeof stops)[number];
      const distance = Math.abs(stop.time - t);
      const lands = proposal >= distance * (1 - SLIVER);
      const magnitude = lands ? distance : proposal;
      h = lands ? stop.time - t : direction * proposal;
      const end = lands ? stop.time : t + h;
      if (end === t) {
        finished = true;
        return finish("stepUnderflow");
      }

      const tried = attemptStep(problem, operations, { t, h, end }, y, k1, firstStageTime);
      k1 = tried.k1;
      let errorRatio = 0;
      try {
        if (tried.errorRatio !== undefined)
          errorRatio = yield* readScalar(problem, tried.errorRatio);
        else yield undefined;
      } catch (error) {
        releaseAll(tried.next, tried.lastStage);
        throw error;
      }
      const attempt = { step: magnitude, proposal, errorRatio, order: tableau.order };
      const decision = controller.next(control, attempt);
      control = decision.state;
      proposal = decision.step;
      const accepted = decision.accepted && Number.isFinite(errorRatio);
      onStep?.({ t, h, accepted, errorRatio });

      if (!accepted) {
        pass.rejected++;
        operations.rollback(tried.mark);
        releaseAll(tried.next, tried.lastStage);
        overflows = Number.isFinite(errorRatio) ? 0 : overflows + 1;
        const stuck = decision.accepted || decision.step >= magnitude;
        if (overflows > 0 && (stuck || overflows === MOST_OVERFLOWS)) {
          finished = true;
          return finish("nonFiniteState");
        }
        continue;
      }

      overflows = 0;
      pass.accepted++;
      tally.stepSizes?.push(h);
      const step: Step = {
        t,
        h,
        end,
        firstStageTime,
        reusesLastStage,
        outputs: lands && stop.output >= 0 ? [stop.output] : NO_OUTPUTS,
      };
      observer.accepted?.(steps.length, step, y, tried.next);
      steps.push(step);
      releaseAll(y, k1);
      t = end;
      y = tried.next;
      const jumps = lands && stop.jump;
      reusesLastStage = tried.lastStage !== undefined && !jumps;
      if (!reusesLastStage) releaseAll(tried.lastStage);
      k1 = reusesLastStage ? tried.lastStage : undefined;
      firstStageTime =
        jumps || reusesLastStage ? nextAfter(t, jumps ? direction : (-direction as 1 | -1)) : t;
      if (lands) {
        if (stop.output >= 0) outputs.push(backend.retain(operations.stateOf(y)));
        nextStop++;
      }
    }

    if (!controller.adaptive && problem.readsScalars) {
      const bad = yield* findFirstNonFinite(backend, outputs);
      if (bad !== undefined) {
        finished = true;
        for (const output of outputs.splice(bad)) backend.release(output);
        return finish("nonFiniteState", times[bad] as number);
      }
    }
    finished = true;
    return finish("success");
  } finally {
    releaseAll(y, k1);
    if (!finished) for (const output of outputs) backend.release(output);
  }

  function releaseAll(...values: ReadonlyArray<V | undefined>): void {
    for (const value of values) if (value !== undefined) backend.release(operations.stateOf(value));
  }
}
