import {
  nextAfter,
  type OutcomeKind,
  type PassStatistics,
  type Problem,
  type State,
  type Step,
} from "@symplectic-adjoint/core";
import { type AttemptedStep, attemptStep, releaseAttempt } from "../step/attempt-step.js";
import type { StepSpan } from "../step/stages.js";
import type { StepOperations } from "../step/step-operations.js";
import { discard, type Lookahead, lookAhead, take } from "./lookahead.js";
import { lands, type Position, positionAfter, type Route, spanFrom, stands } from "./position.js";
import { type TimeStop, timeStops } from "./time-stops.js";

/** After so many overflows in a row, with ever smaller steps, the state is not going to be finite. */
const MOST_OVERFLOWS = 30;
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
 * state and k_1, the step that waits for its verdict, and what was tried ahead of that. All of it is synchronous; what
 * must be read in between is the loop's business.
 */
export class Walk<V, A> {
  readonly steps: Array<Step> = [];
  readonly outputs: Array<State<A>> = [];
  at: Position<V>;
  proposal: number = Number.POSITIVE_INFINITY;

  readonly route: Route;
  private readonly problem: Problem<A>;
  private readonly operations: StepOperations<V, A>;
  private readonly tally: Tally;
  private readonly observer: StepObserver<V>;
  private control: unknown;
  private attempts = 0;
  private overflows = 0;
  /** The last step tried; none yet has length 0. */
  private span: StepSpan;
  /** The step that waits for its verdict. */
  private tried: AttemptedStep<V, A> | undefined;
  private ahead: Lookahead<V, A> | undefined;

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
    const t = times[0] as number;
    const direction = (times[times.length - 1] as number) < t ? -1 : 1;
    this.route = { stops: timeStops(problem), direction };
    this.control = controller.init();
    this.span = { t, h: 0, end: t };
    this.at = {
      t,
      y: operations.begin(y0),
      k1: undefined,
      firstStageTime: jumpT.includes(t) ? nextAfter(t, direction) : t,
      reusesLastStage: false,
      nextStop: 0,
    };
    try {
      this.keepOutput();
    } catch (error) {
      this.close();
      throw error;
    }
  }

  get arrived(): boolean {
    return this.at.nextStop === this.route.stops.length;
  }

  /** Signed length of the last step tried. */
  get h(): number {
    return this.span.h;
  }

  /**
   * Tries the proposed step, cut to land on the next required time, unless that was done ahead of time; or says why there
   * is nothing to try. Its verdict is next.
   */
  tryStep(): AttemptedStep<V, A> | OutcomeKind {
    const { problem, operations, at } = this;
    if (problem.signal?.aborted) return "aborted";
    if (this.attempts++ === problem.maxNumSteps) return "tooManySteps";
    const span = spanFrom(at, this.proposal, this.route);
    this.span = span;
    if (stands(span)) return this.overflows > 0 ? "nonFiniteState" : "stepUnderflow";
    const tried =
      this.triedAhead(span) ??
      attemptStep(problem, operations, span, at.y, at.k1, at.firstStageTime);
    at.k1 = tried.k1;
    this.tried = tried;
    return tried;
  }

  /**
   * Tries the step after the one that waits for its verdict, as if that were accepted, where the controller can tell how
   * long it will be. Nothing else is changed by it: what is not wanted after all is thrown away.
   */
  lookAhead(): void {
    const { problem, operations, at, span, tried, route } = this;
    const { controller, tableau, signal, maxNumSteps } = problem;
    if (tried === undefined || signal?.aborted || this.attempts === maxNumSteps) return;
    const pending = { step: Math.abs(span.h), proposal: this.proposal, order: tableau.order };
    const proposal = controller.ahead?.(this.control, pending);
    if (proposal === undefined || !(proposal > 0)) return;
    const from = positionAfter(at, span, tried, route);
    if (from.nextStop === route.stops.length) return;
    const next = spanFrom(from, proposal, route);
    if (!stands(next)) this.ahead = lookAhead(problem, operations, from, next);
  }

  /** Accepts or rejects what was tried. Returns why the walk ends, if it does. */
  judge(errorRatio: number): OutcomeKind | undefined {
    const { problem, span } = this;
    const { controller, tableau, onStep } = problem;
    const step = Math.abs(span.h);
    const attempt = { step, proposal: this.proposal, errorRatio, order: tableau.order };
    const decision = controller.next(this.control, attempt);
    const finite = Number.isFinite(errorRatio);
    const accepted = decision.accepted && finite;
    this.control = decision.state;
    this.proposal = decision.step;
    if (onStep !== undefined) onStep({ t: span.t, h: span.h, accepted, errorRatio });
    if (accepted) {
      this.accept();
      return undefined;
    }
    this.reject();
    if (finite) {
      this.overflows = 0;
      return undefined;
    }
    this.overflows++;
    const stuck = decision.accepted || decision.step >= step;
    return stuck || this.overflows === MOST_OVERFLOWS ? "nonFiniteState" : undefined;
  }

  /** Frees what the walk owns; the outputs are another's. */
  close(): void {
    this.discardAhead();
    if (this.tried !== undefined) releaseAttempt(this.problem, this.operations, this.tried);
    this.tried = undefined;
    this.release(this.at.y);
    this.release(this.at.k1);
  }

  private accept(): void {
    const { at, span, route, tally } = this;
    const tried = this.tried as AttemptedStep<V, A>;
    const landed = lands(at, span, route);
    const stop = route.stops[at.nextStop] as TimeStop;
    const outputs = landed && stop.output >= 0 ? [stop.output] : NO_OUTPUTS;
    const { t, h, end } = span;
    const { firstStageTime, reusesLastStage } = at;
    const step: Step = { t, h, end, firstStageTime, reusesLastStage, outputs };
    this.observer.accepted?.(this.steps.length, step, at.y, tried.next);
    this.steps.push(step);
    tally.pass.accepted++;
    tally.stepSizes?.push(h);
    this.overflows = 0;

    this.release(at.y);
    this.release(at.k1);
    this.at = this.ahead?.from ?? positionAfter(at, span, tried, route);
    this.tried = undefined;
    if (!this.at.reusesLastStage) this.release(tried.lastStage);
    if (outputs !== NO_OUTPUTS) this.keepOutput();
  }

  private reject(): void {
    const tried = this.tried as AttemptedStep<V, A>;
    this.discardAhead();
    this.tally.pass.rejected++;
    this.operations.rollback(tried.mark);
    this.tried = undefined;
    releaseAttempt(this.problem, this.operations, tried);
  }

  /** What came of the step that is wanted now, if it was tried ahead of time and is of this length. */
  private triedAhead({ h, end }: StepSpan): AttemptedStep<V, A> | undefined {
    const { ahead } = this;
    if (ahead === undefined) return undefined;
    if (ahead.span.h !== h || ahead.span.end !== end) {
      this.discardAhead();
      return undefined;
    }
    this.ahead = undefined;
    return take(ahead);
  }

  private discardAhead(): void {
    const { ahead } = this;
    if (ahead === undefined) return;
    this.ahead = undefined;
    discard(ahead, ahead.from === this.at, this.problem, this.operations, this.tally.pass);
  }

  private release(value: V | undefined): void {
    if (value !== undefined) this.problem.backend.release(this.operations.stateOf(value));
  }

  private keepOutput(): void {
    const state = this.operations.stateOf(this.at.y);
    this.outputs.push(this.problem.backend.retain(state));
  }
}
