import {
  nextAfter,
  type Problem,
  type StepAttempt,
  type StepOperations,
  type StepRequest,
  type StepSpan,
} from "@symplectic-adjoint/core";
import { releaseStart, type StepStart } from "../step/step-start.js";
import type { TimeStop } from "./time-stops.js";

/** A step that would end this close before a required time, relative to the step, lands on it. */
const SLIVER = 1e-10;
/** Below this the fraction of a step is lost, though at t = 0 the time would still move. */
const SHORTEST = Number.MIN_VALUE / Number.EPSILON;

/** Where a step may start. */
export interface Position<V> extends StepStart<V> {
  readonly t: number;
  /** f at y, once it is known. */
  slope: V | undefined;
  readonly firstStageTime: number;
  /** Whether that slope was handed over by the step before. */
  readonly reusesLastStage: boolean;
  /** Index of the next required time. */
  readonly nextStop: number;
}

/** The times that an integration must meet, and which way it goes. */
export interface Route {
  readonly stops: ReadonlyArray<TimeStop>;
  readonly direction: 1 | -1;
}

/** The step that a proposal leads to, cut to land on the next required time. */
export function spanFrom(
  { t, nextStop }: Pick<Position<unknown>, "t" | "nextStop">,
  proposal: number,
  { stops, direction }: Route,
): StepSpan {
  const stop = stops[nextStop] as TimeStop;
  if (proposal >= Math.abs(stop.time - t) * (1 - SLIVER))
    return { t, h: stop.time - t, end: stop.time };
  return aimedSpan(t, proposal, direction);
}

/**
 * Far from t = 0 the sum of time and proposal is rounded by much of a step: the step then is as long as the time it
 * takes, or y would be integrated over another span than t. It is never longer than the proposal, so that a rejected step
 * always becomes shorter.
 */
function aimedSpan(t: number, proposal: number, direction: 1 | -1): StepSpan {
  let end = t + direction * proposal;
  if (Math.abs(end - t) > proposal) end = nextAfter(end, direction > 0 ? -1 : 1);
  return { t, h: end === t ? direction * proposal : end - t, end };
}

/** Whether a step is too short to get anywhere. */
export function stands({ t, h, end }: StepSpan): boolean {
  return end === t || Math.abs(h) < SHORTEST;
}

/** The shortest step that gets anywhere from t. */
export function shortestStep(t: number, direction: 1 | -1): number {
  return Math.max(SHORTEST, Math.abs(nextAfter(t, direction) - t));
}

/** Whether a step ends at the next required time. */
export function lands(
  { nextStop }: Pick<Position<unknown>, "nextStop">,
  { end }: StepSpan,
  { stops }: Route,
): boolean {
  return end === stops[nextStop]?.time;
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
  const landed = lands(from, span, route);
  const jumps = landed && (route.stops[from.nextStop] as TimeStop).jump;
  const reusesLastStage = endSlope !== undefined && !jumps;
  // The handed-over stage was evaluated just before the end; after a jump it is evaluated just after.
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

/** The request for a step from a position. Error estimates are asked for where the controller wants them and the method has them. */
export function requestFrom<V, A>(
  { controller, method }: Pick<Problem<A>, "controller" | "method">,
  { y, memory, slope, firstStageTime }: Position<V>,
  { t, h, end }: StepSpan,
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
    handsOver: estimatesError,
  };
}

/** Frees the result of a step that is not taken; its slope at the start and its error ratio have owners of their own. */
export function releaseAttempt<V, A>(
  problem: Pick<Problem<A>, "backend">,
  operations: StepOperations<V, A>,
  { next, memory, endSlope }: StepAttempt<V, A>,
): void {
  releaseStart(problem, operations, { y: next, memory });
  if (endSlope !== undefined) problem.backend.release(operations.stateOf(endSlope));
}
