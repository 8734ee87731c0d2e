import {
  type DenseStep,
  type InterpolatedStep,
  type Interpolation,
  type MaybeReading,
  nextAfter,
  type OutcomeKind,
  type Problem,
  type State,
  type Step,
  type StepAttempt,
  type StepCut,
  type StepOperations,
  type StepSpan,
} from "@symplectic-adjoint/core";
import type { InterpolationData } from "../step/interpolated.js";
import { releaseStages } from "../step/release-stages.js";
import { releaseStart, type StepStart } from "../step/step-start.js";
import { AcceptedStep } from "./accepted-step.js";
import { attemptAhead, discardLookahead, type Lookahead, useLookahead } from "./lookahead.js";
import { OutputList } from "./output-list.js";
import {
  isTooShort,
  type KeptByAttempt,
  type Position,
  positionAfter,
  positionAfterCut,
  type Route,
  releaseAttempt,
  requestFrom,
  spanFrom,
} from "./position.js";
import { type StepList, stepList } from "./step-list.js";
import { StepReport } from "./step-report.js";
import type { Tally } from "./tally.js";
import { timeStops } from "./time-stops.js";

/** Number of consecutive overflows, with ever smaller steps, after which the state is considered non-finite. */
const MOST_OVERFLOWS = 30;
/** The lengths of more steps are listed at the end: a list that grows copies itself, and leaves garbage. */
const MOST_STEP_SIZES = 1 << 14;
const NO_SLOPES: ReadonlyArray<never> = Object.freeze([]);

/**
 * Mutable state of one integration: the position, the pending attempt, and the attempt made in advance, all of which it
 * owns. Its methods are synchronous; the loop does the reads.
 */
export class Walk<V, A> {
  readonly steps: StepList = stepList();
  readonly outputs: OutputList<A>;
  /** Start and slopes of each step, if they are kept; retained. */
  readonly dense: Array<DenseStep<A>> | undefined;
  at: Position<V>;
  proposal: number = Number.POSITIVE_INFINITY;

  readonly route: Route;
  private readonly problem: Problem<A>;
  private readonly operations: StepOperations<V, A>;
  private readonly tally: Tally;
  /** What every attempt keeps, and what one keeps within which an output lies. */
  private readonly kept: KeptByAttempt;
  private readonly keptForOutputs: KeptByAttempt;
  private control: unknown;
  private attempts = 0;
  private overflows = 0;
  /** The last step attempted; length 0 before the first one. */
  private span: StepSpan;
  /** The pending attempt, not yet accepted or rejected. */
  private tried: StepAttempt<V, A> | undefined;
  private ahead: Lookahead<V, A> | undefined;
  private stopRequested = false;

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
    const { times, jumpT, controller, keepsDense, events } = problem;
    this.problem = problem;
    this.operations = operations;
    this.tally = tally;
    this.kept = {
      stages: keepsStages,
      slopes: keepsDense === true || events?.interpolates === true,
    };
    this.keptForOutputs = { stages: keepsStages, slopes: true };
    this.dense = keepsDense ? [] : undefined;
    const t = times[0] as number;
    const direction = (times[times.length - 1] as number) < t ? -1 : 1;
    this.span = { t, h: 0, end: t };
    this.outputs = new OutputList(problem, direction);
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
      this.outputs.keepInitial(operations.stateOf(y));
    } catch (error) {
      this.close(false);
      throw error;
    }
  }

  get arrived(): boolean {
    return this.at.nextStop === this.route.stops.length;
  }

  /** Whether `onStep` asked to end the integration with the step that was accepted last. */
  get isStopped(): boolean {
    return this.stopRequested;
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
      problem.method.attempt(
        problem,
        operations,
        requestFrom(problem, at, span, this.keptFor(span)),
      )
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
    this.ahead = attemptAhead(problem, operations, from, next, this.keptFor(next));
  }

  /**
   * Accepts or rejects the pending attempt; a rejected one is released. After "accepted", call `stepTaken`, then `accept`
   * or `leave`. Returns the outcome if the integration ends, undefined after an ordinary rejection.
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
    if (onStep !== undefined) {
      const report = new StepReport(span, accepted, errorRatio, this.end);
      const stops = onStep(report) === "stop";
      report.expire();
      this.stopRequested = accepted && stops;
    }
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

  /** Frees everything it owns, the outputs and dense output only if nobody takes them. */
  close(keepsOutputs: boolean): void {
    const { backend } = this.problem;
    this.discardAhead();
    if (this.tried !== undefined) releaseAttempt(this.problem, this.operations, this.tried);
    this.tried = undefined;
    releaseStart(this.problem, this.operations, this.at);
    this.release(this.at.slope);
    this.outputs.release(keepsOutputs);
    if (keepsOutputs) return;
    for (const { start, slopes } of this.dense?.splice(0) ?? []) {
      backend.release(start);
      for (const slope of slopes) if (slope !== undefined) backend.release(slope);
    }
  }

  /** The accepted step, for an event handler. */
  get inside(): InterpolatedStep<A> {
    const { problem, span } = this;
    const { backend, method } = problem;
    const interpolation = method.interpolation as Interpolation;
    return new AcceptedStep(
      backend,
      interpolation,
      this.steps.length,
      span,
      this.interpolationData,
      this.end,
    );
  }

  /**
   * Keeps the outputs of the accepted step, and returns it as a record.
   *
   * @param cut Where an event has cut it.
   */
  stepTaken(cut: StepCut | undefined): Step {
    const { at, span, stopRequested } = this;
    const { t, h, end } = span;
    const { firstStageTime, reusesLastStage } = at;
    const data = this.interpolationData;
    const isCut = cut !== undefined && !this.endsAnyway(cut);
    const outputs = this.outputs.keepStep(
      span,
      data,
      this.end,
      isCut ? cut.t : end,
      stopRequested && !isCut,
    );
    const step = { t, h, end, firstStageTime, reusesLastStage, outputs };
    return isCut ? this.cutStep(step, cut) : step;
  }

  /** Keeps the state at a cut if it is an output. */
  private cutStep(step: Step, found: StepCut): Step {
    const { savesSteps, events } = this.problem;
    const ends = found.ends || this.stopRequested;
    const cut = { ...found, ends, outputs: [] };
    if (found.exceeds || !(ends || savesSteps)) return { ...step, cut };
    const state = events?.found[found.found]?.state as State<A>;
    const output = this.outputs.keepCut(found, state);
    const outputs = [...step.outputs, output];
    return { ...step, outputs, cut: { ...cut, outputs: [output.index] } };
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

  /** The slopes of the accepted step, if they are kept. */
  get slopes(): ReadonlyArray<V | undefined> | undefined {
    return (this.tried as StepAttempt<V, A>).slopes;
  }

  /** Moves to the position after the accepted step. */
  accept(step: Step, next: Position<V>): void {
    const { at } = this;
    const { endSlope } = this.count(step);
    releaseStart(this.problem, this.operations, at);
    this.release(at.slope);
    this.at = next;
    this.tried = undefined;
    if (!next.reusesLastStage) this.release(endSlope);
  }

  /**
   * Leaves the accepted step where an event has cut it.
   *
   * @param start Where the integration continues; undefined if it ends.
   */
  leave(step: Step, cut: StepCut, start: StepStart<V> | undefined): void {
    const { at, problem, operations } = this;
    this.discardAhead();
    const { next: y, memory, endSlope } = this.count(step);
    if (start !== undefined) {
      releaseStart(problem, operations, at);
      this.release(at.slope);
      this.at = positionAfterCut(at, this.span, cut, start, this.route);
    }
    this.tried = undefined;
    releaseStart(problem, operations, { y, memory });
    this.release(endSlope);
  }

  /** Lists the accepted step, and frees what its attempt kept. Returns the attempt. */
  private count(step: Step): StepAttempt<V, A> {
    const { tally, problem, operations } = this;
    const tried = this.tried as StepAttempt<V, A>;
    this.steps.push(step);
    tally.pass.accepted++;
    if (this.steps.length <= MOST_STEP_SIZES) tally.stepSizes?.push(step.h);
    this.overflows = 0;
    if (tried.stages !== undefined) releaseStages(problem, operations, tried.stages);
    this.keepDense();
    if (tried.slopes !== undefined) releaseStages(problem, operations, tried.slopes);
    return tried;
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

  private keptFor(span: StepSpan): KeptByAttempt {
    return this.kept.slopes || !this.outputs.liesWithin(span) ? this.kept : this.keptForOutputs;
  }

  /** The state at the end of the pending attempt. */
  private get end(): State<A> {
    return this.operations.stateOf((this.tried as StepAttempt<V, A>).next);
  }

  private get interpolationData(): InterpolationData<A> {
    const { operations, slopes, at } = this;
    return {
      start: operations.stateOf(at.y),
      slopes: slopes === undefined ? NO_SLOPES : statesOf(operations, slopes),
    };
  }

  /** Whether nothing follows a cut, so that the step reaches its end. */
  private endsAnyway({ ends, t }: StepCut): boolean {
    const { at, span, route } = this;
    const { stops } = route;
    const isLast = at.nextStop + 1 === stops.length;
    return !ends && isLast && t === span.end && t === stops.time(at.nextStop);
  }

  private keepDense(): void {
    if (this.dense === undefined) return;
    const { backend } = this.problem;
    const { start, slopes } = this.interpolationData;
    this.dense.push({
      start: backend.retain(start),
      slopes: slopes.map((slope) => slope && backend.retain(slope)),
    });
  }
}

/** The plain states of slopes, with the same holes. */
function statesOf<V, A>(
  operations: StepOperations<V, A>,
  slopes: ReadonlyArray<V | undefined>,
): ReadonlyArray<State<A> | undefined> {
  return slopes.map((slope) => slope && operations.stateOf(slope));
}
