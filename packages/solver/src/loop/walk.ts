import {
  type MaybeReading,
  nextAfter,
  type OutcomeKind,
  type Problem,
  type State,
  type Step,
  type StepAttempt,
  type StepOperations,
  type StepOutput,
  type StepSpan,
} from "@symplectic-adjoint/core";
import { releaseStages } from "../step/release-stages.js";
import { releaseStart, type StepStart } from "../step/step-start.js";
import { attemptAhead, discardLookahead, type Lookahead, useLookahead } from "./lookahead.js";
import {
  isTooShort,
  landsOnRequiredTime,
  type Position,
  positionAfter,
  type Route,
  releaseAttempt,
  requestFrom,
  spanFrom,
} from "./position.js";
import { type StepList, stepList } from "./step-list.js";
import type { Tally } from "./tally.js";
import { timeStops } from "./time-stops.js";

/** Number of consecutive overflows, with ever smaller steps, after which the state is considered non-finite. */
const MOST_OVERFLOWS = 30;
/** The lengths of more steps are listed at the end: a list that grows copies itself, and leaves garbage. */
const MOST_STEP_SIZES = 1 << 14;
const NO_OUTPUTS: ReadonlyArray<StepOutput> = Object.freeze([]);

/**
 * Mutable state of one integration: the position, the pending attempt, and the attempt made in advance, all of which it
 * owns. Its methods are synchronous; the loop does the reads.
 */
export class Walk<V, A> {
  readonly steps: StepList = stepList();
  readonly outputs: Array<State<A>> = [];
  at: Position<V>;
  proposal: number = Number.POSITIVE_INFINITY;

  readonly route: Route;
  private readonly problem: Problem<A>;
  private readonly operations: StepOperations<V, A>;
  private readonly tally: Tally;
  private readonly keepsStages: boolean;
  private control: unknown;
  private attempts = 0;
  private overflows = 0;
  /** The last step attempted; length 0 before the first one. */
  private span: StepSpan;
  /** The pending attempt, not yet accepted or rejected. */
  private tried: StepAttempt<V, A> | undefined;
  private ahead: Lookahead<V, A> | undefined;

  /**
   * @param start Start of the first step; the walk takes ownership of it, and frees it if an error is thrown.
   * @param keepsStages Whether steps keep their stages until they are accepted.
   */
  constructor(
    problem: Problem<A>,
    operations: StepOperations<V, A>,
    tally: Tally,
    { y, memory }: StepStart<V>,
    keepsStages = false,
  ) {
    const { times, jumpT, controller } = problem;
    this.problem = problem;
    this.operations = operations;
    this.tally = tally;
    this.keepsStages = keepsStages;
    const t = times[0] as number;
    const direction = (times[times.length - 1] as number) < t ? -1 : 1;
    this.span = { t, h: 0, end: t };
    this.at = {
      t,
      y,
      memory,
      slope: undefined,
      firstStageTime: jumpT.includes(t) ? nextAfter(t, direction) : t,
      reusesLastStage: false,
      nextStop: 0,
    };
    try {
      this.route = { stops: timeStops(problem), direction };
      this.control = controller.init();
      this.keepOutput();
    } catch (error) {
      this.close();
      throw error;
    }
  }

  get arrived(): boolean {
    return this.at.nextStop === this.route.stops.length;
  }

  /** The last step attempted; length 0 before the first one. */
  get lastSpan(): StepSpan {
    return this.span;
  }

  /**
   * Attempts the proposed step (cut to land on the next required time), or uses the attempt made in advance. Returns
   * the outcome if no step is possible. Must be followed by `receive`.
   */
  attempt(): MaybeReading<StepAttempt<V, A>, A> | OutcomeKind {
    const { problem, operations, at } = this;
    if (problem.signal?.aborted) return "aborted";
    if (this.attempts++ === problem.maxNumSteps) return "tooManySteps";
    const span = spanFrom(at, this.proposal, this.route);
    this.span = span;
    if (isTooShort(span)) return this.overflows > 0 ? "nonFiniteState" : "stepUnderflow";
    return (
      this.attemptedAhead(span) ??
      problem.method.attempt(problem, operations, requestFrom(problem, at, span, this.keepsStages))
    );
  }

  /** Takes ownership of the result of an attempt. Must be followed by `judge`. */
  receive(tried: StepAttempt<V, A>): void {
    this.at.slope = tried.startSlope;
    this.tried = tried;
  }

  /**
   * Attempts the step after the pending one, assuming that it will be accepted, if the controller can predict its
   * length. Changes no other state; the attempt is discarded if it is not used.
   */
  attemptNext(): void {
    const { problem, operations, at, span, tried, route } = this;
    const { controller, method, signal, maxNumSteps } = problem;
    if (tried === undefined || signal?.aborted || this.attempts === maxNumSteps) return;
    const pending = { step: Math.abs(span.h), proposal: this.proposal, order: method.order };
    const proposal = controller.predictNext?.(this.control, pending);
    if (proposal === undefined || !(proposal > 0)) return;
    const from = positionAfter(at, span, tried, route);
    if (from.nextStop === route.stops.length) return;
    const next = spanFrom(from, proposal, route);
    if (isTooShort(next)) return;
    this.ahead = attemptAhead(problem, operations, from, next, this.keepsStages);
  }

  /**
   * Accepts or rejects the pending attempt; a rejected one is released. After "accepted", call `stepTaken` and
   * `accept`. Returns the outcome if the integration ends, undefined after an ordinary rejection.
   */
  judge(errorRatio: number): "accepted" | OutcomeKind | undefined {
    const { problem, span } = this;
    const { controller, method, onStep } = problem;
    const step = Math.abs(span.h);
    const attempt = { step, proposal: this.proposal, errorRatio, order: method.order };
    const decision = controller.next(this.control, attempt);
    const finite = Number.isFinite(errorRatio);
    const accepted = decision.accepted && finite;
    this.control = decision.state;
    this.proposal = decision.step;
    const tried = this.tried as StepAttempt<V, A>;
    const state = () => this.operations.stateOf(tried.next);
    if (onStep !== undefined) onStep({ t: span.t, h: span.h, accepted, errorRatio, state });
    if (accepted) return "accepted";
    this.reject();
    if (finite) {
      this.overflows = 0;
      return undefined;
    }
    this.overflows++;
    const stuck = decision.accepted || decision.step >= step;
    return stuck || this.overflows === MOST_OVERFLOWS ? "nonFiniteState" : undefined;
  }

  /** Lists the lengths of the steps that have not been listed yet. */
  completeStepSizes(): void {
    const { stepSizes } = this.tally;
    const { length } = this.steps;
    if (stepSizes === undefined || length <= MOST_STEP_SIZES) return;
    stepSizes.length = length;
    for (let n = MOST_STEP_SIZES; n < length; n++) stepSizes[n] = this.steps.lengthOf(n);
  }

  /** Frees everything it owns; it does not own the outputs. */
  close(): void {
    this.discardAhead();
    if (this.tried !== undefined) releaseAttempt(this.problem, this.operations, this.tried);
    this.tried = undefined;
    releaseStart(this.problem, this.operations, this.at);
    this.release(this.at.slope);
  }

  /**
   * The accepted step as a record.
   *
   * @param last Whether the walk ends with this step, whose end is then an output.
   */
  stepTaken(last: boolean): Step {
    const { at, span, route } = this;
    const landed = landsOnRequiredTime(at, span, route);
    const output = landed ? route.stops.output(at.nextStop) : -1;
    let outputs = NO_OUTPUTS;
    if (output >= 0) outputs = [{ index: output, theta: 1 }];
    else if (last) outputs = [{ index: this.outputs.length, theta: 1 }];
    const { t, h, end } = span;
    const { firstStageTime, reusesLastStage } = at;
    return { t, h, end, firstStageTime, reusesLastStage, outputs };
  }

  /** The position after the accepted step. */
  get next(): Position<V> {
    const tried = this.tried as StepAttempt<V, A>;
    return this.ahead?.from ?? positionAfter(this.at, this.span, tried, this.route);
  }

  /** The stages of the accepted step, if they are kept. */
  get stages(): ReadonlyArray<V> | undefined {
    return (this.tried as StepAttempt<V, A>).stages;
  }

  /** Moves to the position after the accepted step. */
  accept(step: Step, next: Position<V>): void {
    const { at, tally } = this;
    const { endSlope, stages } = this.tried as StepAttempt<V, A>;
    this.steps.push(step);
    tally.pass.accepted++;
    if (this.steps.length <= MOST_STEP_SIZES) tally.stepSizes?.push(step.h);
    this.overflows = 0;

    releaseStart(this.problem, this.operations, at);
    this.release(at.slope);
    if (stages !== undefined) releaseStages(this.problem, this.operations, stages);
    this.at = next;
    this.tried = undefined;
    if (!next.reusesLastStage) this.release(endSlope);
    if (step.outputs !== NO_OUTPUTS) this.keepOutput();
  }

  private reject(): void {
    const tried = this.tried as StepAttempt<V, A>;
    this.discardAhead();
    this.tally.pass.rejected++;
    this.operations.rollback(tried.mark);
    this.tried = undefined;
    releaseAttempt(this.problem, this.operations, tried);
  }

  /** The result of the attempt made in advance, if its length is the required one. */
  private attemptedAhead({ h, end }: StepSpan): StepAttempt<V, A> | undefined {
    const { ahead } = this;
    if (ahead === undefined) return undefined;
    if (ahead.span.h !== h || ahead.span.end !== end) {
      this.discardAhead();
      return undefined;
    }
    this.ahead = undefined;
    return useLookahead(ahead);
  }

  private discardAhead(): void {
    const { ahead } = this;
    if (ahead === undefined) return;
    this.ahead = undefined;
    discardLookahead(ahead, ahead.from === this.at, this.problem, this.operations, this.tally.pass);
  }

  private release(value: V | undefined): void {
    if (value !== undefined) this.problem.backend.release(this.operations.stateOf(value));
  }

  private keepOutput(): void {
    const state = this.operations.stateOf(this.at.y);
    this.outputs.push(this.problem.backend.retain(state));
  }
}
