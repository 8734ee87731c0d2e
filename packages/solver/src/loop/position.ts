import {
  nextAfter,
  type Problem,
  type StepAttempt,
  type StepCut,
  type StepOperations,
  type StepRequest,
  type StepSpan,
} from "@symplectic-adjoint/core";
import { releaseStages } from "../step/release-stages.js";
import { releaseStart, type StepStart } from "../step/step-start.js";
import type { TimeStops } from "./time-stops.js";

/** A step that would end this close before a required time, relative to its length, lands on it. */
const SLIVER = 1e-10;
/** Smaller steps lose precision, even if time still advances near t = 0. */
const SHORTEST = Number.MIN_VALUE / Number.EPSILON;

/** A position from which a step can start. */
export interface Position<V> extends StepStart<V> {
  readonly t: number;
  /** f at y, once it is known. */
  slope: V | undefined;
  readonly firstStageTime: number;
  /** Whether that slope was evaluated by the previous step. */
  readonly reusesLastStage: boolean;
  /** Index of the next required time. */
  readonly nextStop: number;
}

/** What an attempt keeps besides its result. */
export interface KeptByAttempt {
  readonly stages: boolean;
  readonly slopes: boolean;
}

/** The required times of an integration and its direction. */
export interface Route {
  readonly stops: TimeStops;
  readonly direction: 1 | -1;
}

/** The step that a proposal leads to, cut to land on the next required time. */
export function spanFrom(
  { t, nextStop }: Pick<Position<unknown>, "t" | "nextStop">,
  proposal: number,
  { stops, direction }: Route,
): StepSpan {
  const time = stops.time(nextStop);
  if (proposal >= Math.abs(time - t) * (1 - SLIVER)) return { t, h: time - t, end: time };
  return aimedSpan(t, proposal, direction);
}

/**
 * Far from t = 0, the rounding of t + h is large relative to h: the rounded difference is used as the step length, so
 * that y and t advance equally. It never exceeds the proposal, so that rejected steps always shrink.
 */
function aimedSpan(t: number, proposal: number, direction: 1 | -1): StepSpan {
  let end = t + direction * proposal;
  if (Math.abs(end - t) > proposal) end = nextAfter(end, direction > 0 ? -1 : 1);
  return { t, h: end === t ? direction * proposal : end - t, end };
}

/** Whether a step is too short to advance time. */
export function isTooShort({ t, h, end }: StepSpan): boolean {
  return end === t || Math.abs(h) < SHORTEST;
}

/** The shortest step that advances time from t. */
export function shortestStep(t: number, direction: 1 | -1): number {
  return Math.max(SHORTEST, Math.abs(nextAfter(t, direction) - t));
}

/** Whether a step ends at the next required time. */
export function landsOnRequiredTime(
  { nextStop }: Pick<Position<unknown>, "nextStop">,
  { end }: StepSpan,
  { stops }: Route,
): boolean {
  return end === stops.time(nextStop);
}

/** Whether nothing follows a cut although it does not end the integration, so that the step reaches its end. */
export function endsAnyway(
  { ends, t }: StepCut,
  { at, span, route }: { at: Pick<Position<unknown>, "nextStop">; span: StepSpan; route: Route },
): boolean {
  const isLast = at.nextStop + 1 === route.stops.length;
  return !ends && isLast && t === span.end && landsOnRequiredTime(at, span, route);
}

/** The position at the start of an integration, or where it continues after an event. */
export function startPosition<V>(
  t: number,
  { y, memory }: StepStart<V>,
  firstStageTime: number,
  nextStop = 0,
): Position<V> {
  return {
    t,
    y,
    memory,
    slope: undefined,
    firstStageTime,
    reusesLastStage: false,
    nextStop,
  };
}

/** The position that a step leads to if it is accepted. */
export function positionAfter<V, A>(
  from: Position<V>,
  span: StepSpan,
  { next, memory, endSlope }: StepAttempt<V, A>,
  route: Route,
): Position<V> {
  const { end } = span;
  const { direction } = route;
  const landed = landsOnRequiredTime(from, span, route);
  const jumps = landed && route.stops.jumps(from.nextStop);
  const reusesLastStage = endSlope !== undefined && !jumps;
  // A reused stage was evaluated just before the end; after a jump f is evaluated just after it.
  let firstStageTime = end;
  if (jumps) firstStageTime = nextAfter(end, direction);
  else if (reusesLastStage) firstStageTime = nextAfter(end, direction > 0 ? -1 : 1);
  return {
    t: end,
    y: next,
    memory,
    slope: reusesLastStage ? endSlope : undefined,
    firstStageTime,
    reusesLastStage,
    nextStop: from.nextStop + (landed ? 1 : 0),
  };
}

/** The position from which the integration continues after an event that has cut a step. */
export function positionAfterCut<V>(
  from: Position<V>,
  span: StepSpan,
  { t }: StepCut,
  start: StepStart<V>,
  route: Route,
): Position<V> {
  const landed = t === span.end && landsOnRequiredTime(from, span, route);
  const jumps = landed && route.stops.jumps(from.nextStop);
  const firstStageTime = jumps ? nextAfter(t, route.direction) : t;
  return startPosition(t, start, firstStageTime, from.nextStop + (landed ? 1 : 0));
}

/**
 * The request for a step from a position. Requests an error estimate if the controller needs one and the method
 * provides it.
 */
export function requestFrom<V, A>(
  { controller, method }: Pick<Problem<A>, "controller" | "method">,
  { y, memory, slope, firstStageTime }: Position<V>,
  { t, h, end }: StepSpan,
  keeps: KeptByAttempt,
): StepRequest<V> {
  const estimatesError = controller.adaptive && method.estimatesError;
  return {
    t,
    h,
    end,
    firstStageTime,
    y,
    memory,
    startSlope: slope,
    estimatesError,
    handsOver: estimatesError || keeps.slopes ? "ifEvaluated" : "no",
    keepsStages: keeps.stages,
    keepsSlopes: keeps.slopes,
  };
}

/**
 * Frees the result of a rejected or discarded attempt, except the slope at the start and the error ratio, which are
 * owned elsewhere.
 */
export function releaseAttempt<V, A>(
  problem: Pick<Problem<A>, "backend">,
  operations: StepOperations<V, A>,
  { next, memory, endSlope, stages, slopes }: StepAttempt<V, A>,
): void {
  releaseStart(problem, operations, { y: next, memory });
  if (endSlope !== undefined) problem.backend.release(operations.stateOf(endSlope));
  if (stages !== undefined) releaseStages(problem, operations, stages);
  if (slopes !== undefined) releaseStages(problem, operations, slopes);
}
