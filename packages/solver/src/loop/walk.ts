import {
  type InterpolatedStep,
  type MaybeReading,
  nextAfter,
  type OutcomeKind,
  type PassStatistics,
  type Problem,
  type Step,
  type StepAttempt,
  type StepCut,
  type StepOperations,
  type StepSpan,
} from "@symplectic-adjoint/core";
import { type InterpolationData, interpolationDataOf } from "../step/interpolated.js";
import { releaseStart, type StepStart } from "../step/step-start.js";
import { AcceptedStep } from "./accepted-step.js";
import { KeptByAttempts } from "./kept-by-attempts.js";
import { PendingAttempt } from "./pending-attempt.js";
import {
  endsAnyway,
  isTooShort,
  type Position,
  positionAfter,
  positionAfterCut,
  type Route,
  requestFrom,
  spanFrom,
  startPosition,
} from "./position.js";
import { Speculation } from "./speculation.js";
import { StepControl } from "./step-control.js";
import { StepReport } from "./step-report.js";
import type { Tally } from "./tally.js";
import type { TimeStops } from "./time-stops.js";
import { WalkRecord } from "./walk-record.js";

const NO_SLOPES: ReadonlyArray<never> = Object.freeze([]);
const NO_OUTPUTS: ReadonlyArray<never> = Object.freeze([]);

/**
 * Mutable state of one integration: the position, the pending attempt, and the attempt made in advance, all of which it
 * owns. Its methods are synchronous; the loop does the reads.
 */
export class Walk<V, A> {
  readonly record: WalkRecord<A>;
  at: Position<V>;
  /** The last step attempted; length 0 before the first one. */
  span: StepSpan;
  readonly pending: PendingAttempt<V, A>;
  readonly route: Route;
  readonly control: StepControl<A>;
  private readonly problem: Problem<A>;
  private readonly operations: StepOperations<V, A>;
  private readonly pass: PassStatistics;
  private readonly speculation: Speculation<V, A>;
  private readonly keeps: KeptByAttempts<A>;
  private attempts = 0;
  private stopRequested = false;

  /**
   * @param start Start of the first step; the walk takes ownership of it, and frees it if an error is thrown.
   * @param keepsStages Whether steps keep their stages until they are accepted.
   */
  constructor(
    problem: Problem<A>,
    operations: StepOperations<V, A>,
    tally: Tally,
    start: StepStart<V>,
    stops: TimeStops,
    keepsStages = false,
  ) {
    const { times, jumpT } = problem;
    this.problem = problem;
    this.operations = operations;
    this.pass = tally.pass;
    this.speculation = new Speculation(problem, operations, tally.pass);
    this.pending = new PendingAttempt(problem, operations);
    const t = times[0] as number;
    const direction = (times[times.length - 1] as number) < t ? -1 : 1;
    this.span = { t, h: 0, end: t };
    this.record = new WalkRecord(problem, tally, direction);
    this.keeps = new KeptByAttempts(problem, this.record.outputs, keepsStages);
    this.at = startPosition(t, start, jumpT.includes(t) ? nextAfter(t, direction) : t);
    this.route = { stops, direction };
    try {
      this.control = new StepControl(problem);
      this.record.outputs.keepInitial(operations.stateOf(start.y));
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

  /**
   * Attempts the proposed step (cut to land on the next required time), or uses the attempt made in advance. Returns
   * the outcome if no step is possible. Must be followed by `receive`.
   */
  attempt(): MaybeReading<StepAttempt<V, A>, A> | OutcomeKind {
    const { problem, operations, at } = this;
    if (problem.signal?.aborted) return "aborted";
    if (this.attempts++ === problem.maxNumSteps) return "tooManySteps";
    const span = spanFrom(at, this.control.proposal, this.route);
    this.span = span;
    if (isTooShort(span)) return this.control.overflowed ? "nonFiniteState" : "stepUnderflow";
    return (
      this.speculation.take(span, at) ??
      problem.method.attempt(
        problem,
        operations,
        requestFrom(problem, at, span, this.keeps.of(span)),
      )
    );
  }

  /** Takes ownership of the result of an attempt. Must be followed by `judge`. */
  receive(tried: StepAttempt<V, A>): void {
    this.at.slope = tried.startSlope;
    this.pending.set(tried);
  }

  /**
   * Attempts the step after the pending one, assuming that it will be accepted, if the controller can predict its
   * length. Changes no other state; the attempt is discarded if it is not used.
   */
  attemptNext(): void {
    const { problem, at, span, route } = this;
    const tried = this.pending.current;
    const { signal, maxNumSteps } = problem;
    if (tried === undefined || signal?.aborted || this.attempts === maxNumSteps) return;
    const proposal = this.control.predict(span);
    if (proposal === undefined || !(proposal > 0)) return;
    const from = positionAfter(at, span, tried, route);
    if (from.nextStop === route.stops.length) return;
    const next = spanFrom(from, proposal, route);
    if (isTooShort(next)) return;
    this.speculation.attempt(from, next, this.keeps.of(next));
  }

  /**
   * Accepts or rejects the pending attempt; a rejected one is released. After "accepted", call `stepTaken`, then `accept`
   * or `leave`. Returns the outcome if the integration ends.
   */
  judge(errorRatio: number): "accepted" | "rejected" | OutcomeKind {
    const { problem, span } = this;
    const verdict = this.control.judge(span, errorRatio);
    const accepted = verdict === "accepted";
    if (problem.onStep !== undefined) {
      const report = new StepReport(span, accepted, errorRatio, this.pending.end);
      const stops = problem.onStep(report) === "stop";
      report.expire();
      this.stopRequested = accepted && stops;
    }
    if (!accepted) {
      this.speculation.discard(this.at);
      this.pass.rejected++;
      this.pending.reject();
    }
    return verdict;
  }

  /** Frees everything it owns, the outputs and dense output only if nobody takes them. */
  close(keepsOutputs: boolean): void {
    this.speculation.discard(this.at);
    this.pending.discard();
    releaseStart(this.problem, this.operations, this.at);
    this.release(this.at.slope);
    this.record.release(keepsOutputs);
  }

  /** The accepted step, for an event handler. */
  get inside(): InterpolatedStep<A> {
    const { problem, span, record } = this;
    const start = this.operations.stateOf(this.at.y);
    const data = this.interpolationData ?? { start, slopes: NO_SLOPES };
    return new AcceptedStep(problem, record.steps.length, span, data, this.pending.end);
  }

  /**
   * Keeps the outputs of the accepted step, and returns it as a record.
   *
   * @param cut Where an event has cut it.
   */
  stepTaken(cut: StepCut | undefined): Step {
    const { firstStageTime, reusesLastStage } = this.at;
    const { t, h, end } = this.span;
    const step = { t, h, end, firstStageTime, reusesLastStage, outputs: NO_OUTPUTS };
    if (cut === undefined && !this.stopRequested && this.record.outputs.passBy(end)) return step;
    const found = cut === undefined || endsAnyway(cut, this) ? undefined : cut;
    const data = this.interpolationData;
    return this.record.keepOutputs(step, data, this.pending.end, found, this.stopRequested);
  }

  /** The position after the accepted step. */
  get next(): Position<V> {
    const { at, span, route, pending } = this;
    return this.speculation.from ?? positionAfter(at, span, pending.attempt, route);
  }

  /** Moves to the position after the accepted step. */
  accept(step: Step, next: Position<V>): void {
    const { at } = this;
    const { endSlope } = this.count(step);
    releaseStart(this.problem, this.operations, at);
    this.release(at.slope);
    this.at = next;
    if (!next.reusesLastStage) this.release(endSlope);
  }

  /** Discards the attempt made in advance, if there is one. */
  discardAhead(): void {
    this.speculation.discard(this.at);
  }

  /**
   * Leaves the accepted step where an event has cut it, once the attempt made in advance is discarded.
   *
   * @param start Where the integration continues; undefined if it ends.
   */
  leave(step: Step, cut: StepCut, start: StepStart<V> | undefined): void {
    const { at, problem, operations } = this;
    const { next: y, memory, endSlope } = this.count(step);
    if (start !== undefined) {
      releaseStart(problem, operations, at);
      this.release(at.slope);
      this.at = positionAfterCut(at, this.span, cut, start, this.route);
    }
    releaseStart(problem, operations, { y, memory });
    this.release(endSlope);
  }

  /** Lists the accepted step, and takes its attempt. */
  private count(step: Step): StepAttempt<V, A> {
    this.record.push(step, this.interpolationData);
    return this.pending.take();
  }

  private release(value: V | undefined): void {
    if (value !== undefined) this.problem.backend.release(this.operations.stateOf(value));
  }

  /** What is interpolated within the pending attempt; undefined if it keeps no slopes. */
  private get interpolationData(): InterpolationData<A> | undefined {
    const { operations, pending, at } = this;
    const { slopes } = pending.attempt;
    if (slopes === undefined) return undefined;
    return interpolationDataOf(operations, at.y, slopes);
  }
}
