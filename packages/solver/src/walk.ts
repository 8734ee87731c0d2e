import {
  nextAfter,
  type OutcomeKind,
  type PassStatistics,
  type Problem,
  type State,
  type Step,
} from "@symplectic-adjoint/core";
import { type AttemptedStep, attemptStep } from "./attempt.js";
import type { StepOperations } from "./step-operations.js";
import { type TimeStop, timeStops } from "./time-stops.js";

/** After so many overflows in a row, with ever smaller steps, the state is not going to be finite. */
const MOST_OVERFLOWS = 30;
/** A step that would end this close before a required time, relative to the step, lands on it. */
const SLIVER = 1e-10;
/** Below this the fraction of a step is lost, though at t = 0 the time would still move. */
const SHORTEST = Number.MIN_VALUE / Number.EPSILON;
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

/**
 * The walk of one integration: where it is, what it may try next, and what became of what it tried. It owns the current
 * state and k_1. All of it is synchronous; what must be read in between is the loop's business.
 */
export class Walk<V, A> {
  readonly steps: Array<Step> = [];
  readonly outputs: Array<State<A>> = [];
  readonly stops: ReadonlyArray<TimeStop>;
  readonly direction: 1 | -1;
  t: number;
  /** Signed length of the last step tried. */
  h = 0;
  y: V;
  k1: V | undefined;
  firstStageTime: number;
  proposal: number = Number.POSITIVE_INFINITY;

  private readonly problem: Problem<A>;
  private readonly operations: StepOperations<V, A>;
  private readonly tally: Tally;
  private readonly observer: StepObserver<V>;
  private control: unknown;
  private reusesLastStage = false;
  private nextStop = 0;
  private attempts = 0;
  private overflows = 0;
  private end = 0;

  constructor(
    problem: Problem<A>,
    operations: StepOperations<V, A>,
    tally: Tally,
    observer: StepObserver<V>,
  ) {
    const { times, jumpT, controller, y0 } = problem;
    this.problem = problem;
    this.operations = operations;
    this.tally = tally;
    this.observer = observer;
    this.stops = timeStops(problem);
    this.t = times[0] as number;
    this.direction = (times[times.length - 1] as number) < this.t ? -1 : 1;
    this.firstStageTime = jumpT.includes(this.t) ? nextAfter(this.t, this.direction) : this.t;
    this.control = controller.init();
    this.y = operations.begin(y0);
    this.keepOutput();
  }

  get arrived(): boolean {
    return this.nextStop === this.stops.length;
  }

  /** Tries the proposed step, cut to land on the next required time; or says why there is nothing to try. */
  tryStep(): AttemptedStep<V, A> | OutcomeKind {
    const { problem, proposal, t } = this;
    if (problem.signal?.aborted) return "aborted";
    if (this.attempts++ === problem.maxNumSteps) return "tooManySteps";
    const stop = this.stops[this.nextStop] as TimeStop;
    const lands = proposal >= Math.abs(stop.time - t) * (1 - SLIVER);
    if (lands) {
      this.end = stop.time;
      this.h = stop.time - t;
    } else {
      this.aim();
    }
    const stands = this.end === t || Math.abs(this.h) < SHORTEST;
    if (stands) return this.overflows > 0 ? "nonFiniteState" : "stepUnderflow";
    const span = { t, h: this.h, end: this.end };
    const tried = attemptStep(problem, this.operations, span, this.y, this.k1, this.firstStageTime);
    this.k1 = tried.k1;
    return tried;
  }

  /**
   * Sets the end that the proposal leads to, and the step. Far from t = 0 their sum is rounded by much of a step: the step
   * then is as long as the time it takes, or y would be integrated over another span than t. It is never longer than the
   * proposal, so that a rejected step always becomes shorter.
   */
  private aim(): void {
    const { t, direction, proposal } = this;
    this.end = t + direction * proposal;
    if (Math.abs(this.end - t) > proposal) {
      this.end = nextAfter(this.end, direction > 0 ? -1 : 1);
    }
    this.h = this.end === t ? direction * proposal : this.end - t;
  }

  /** Accepts or rejects what was tried. Returns why the walk ends, if it does. */
  judge(tried: AttemptedStep<V, A>, errorRatio: number): OutcomeKind | undefined {
    const { problem, t, h } = this;
    const { controller, tableau, onStep } = problem;
    const step = Math.abs(h);
    const attempt = { step, proposal: this.proposal, errorRatio, order: tableau.order };
    const decision = controller.next(this.control, attempt);
    const finite = Number.isFinite(errorRatio);
    const accepted = decision.accepted && finite;
    this.control = decision.state;
    this.proposal = decision.step;
    if (onStep !== undefined) onStep({ t, h, accepted, errorRatio });
    if (accepted) {
      this.accept(tried);
      return undefined;
    }
    this.tally.pass.rejected++;
    this.operations.rollback(tried.mark);
    this.drop(tried);
    if (finite) {
      this.overflows = 0;
      return undefined;
    }
    this.overflows++;
    const stuck = decision.accepted || decision.step >= step;
    return stuck || this.overflows === MOST_OVERFLOWS ? "nonFiniteState" : undefined;
  }

  /** Frees what a step came to that is not taken. */
  drop(tried: AttemptedStep<V, A>): void {
    this.release(tried.next);
    this.release(tried.lastStage);
  }

  release(value: V | undefined): void {
    if (value !== undefined) this.problem.backend.release(this.operations.stateOf(value));
  }

  private accept(tried: AttemptedStep<V, A>): void {
    const { t, h, end, firstStageTime, reusesLastStage, direction, tally } = this;
    const stop = this.stops[this.nextStop] as TimeStop;
    const lands = end === stop.time;
    const outputs = lands && stop.output >= 0 ? [stop.output] : NO_OUTPUTS;
    const step: Step = { t, h, end, firstStageTime, reusesLastStage, outputs };
    this.observer.accepted?.(this.steps.length, step, this.y, tried.next);
    this.steps.push(step);
    tally.pass.accepted++;
    tally.stepSizes?.push(h);
    this.overflows = 0;

    this.release(this.y);
    this.release(this.k1);
    this.t = end;
    this.y = tried.next;
    const jumps = lands && stop.jump;
    this.reusesLastStage = tried.lastStage !== undefined && !jumps;
    if (!this.reusesLastStage) this.release(tried.lastStage);
    this.k1 = this.reusesLastStage ? tried.lastStage : undefined;
    // The handed-over stage was evaluated just before the end; after a jump it is evaluated just after.
    if (jumps) this.firstStageTime = nextAfter(end, direction);
    else if (this.reusesLastStage) this.firstStageTime = nextAfter(end, direction > 0 ? -1 : 1);
    else this.firstStageTime = end;
    if (!lands) return;
    if (stop.output >= 0) this.keepOutput();
    this.nextStop++;
  }

  private keepOutput(): void {
    const state = this.operations.stateOf(this.y);
    this.outputs.push(this.problem.backend.retain(state));
  }
}
