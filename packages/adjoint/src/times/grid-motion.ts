import type { Problem, TimesRequest } from "@symplectic-adjoint/core";
import { interpolatesOutputs } from "@symplectic-adjoint/solver";

/** One of the user's times. */
export interface UserTime {
  readonly list: keyof TimesRequest;
  readonly index: number;
}

/** By how much a grid time moves if one of the user's times does. */
export interface TimeShare extends UserTime {
  readonly share: number;
}

type Discretisation = Pick<
  Problem<unknown>,
  "times" | "stepT" | "jumpT" | "controller" | "interpolates" | "method"
>;

const FIXED: ReadonlyArray<TimeShare> = Object.freeze([]);

/**
 * How the times of the grid depend on the user's times, of which only the requested ones count.
 *
 * A grid time that is one of the user's times moves with it, or is fixed if that is not requested. If several of them are
 * equal, the grid time belongs to one: at the ends of the span to the output time; else to the jump time, because f jumps
 * there; else to the first of the output times, if steps land on them; else to the step time. The other outputs there are
 * read at times of their own. All other grid times are fixed, except those with which a controller divides the intervals
 * between outputs: they move so that the proportions stay the same (`gridMoves`).
 */
export function gridMotion(
  problem: Discretisation,
  requested: TimesRequest,
): (time: number) => ReadonlyArray<TimeShare> {
  const known = knownTimes(problem, requested);
  const divided = dividedTimes(problem);
  return (time) => {
    const shares = known.get(time);
    if (shares !== undefined) return shares;
    const [from, to] = intervalAround(divided, time) ?? [];
    if (from === undefined || to === undefined) return FIXED;
    const fraction = (time - from) / (to - from);
    return [
      ...scaled(outputShares(problem, requested, from), 1 - fraction),
      ...scaled(outputShares(problem, requested, to), fraction),
    ];
  };
}

/** The user's times, with what moves the grid there. */
function knownTimes(
  problem: Discretisation,
  requested: TimesRequest,
): ReadonlyMap<number, ReadonlyArray<TimeShare>> {
  const { times } = problem;
  const known = new Map<number, ReadonlyArray<TimeShare>>();
  const add = (list: keyof TimesRequest, index: number) => {
    const time = problem[list][index] as number;
    if (!known.has(time))
      known.set(time, requested[list] === true ? [{ list, index, share: 1 }] : FIXED);
  };
  add("times", 0);
  add("times", times.indexOf(times[times.length - 1] as number));
  problem.jumpT.forEach((_, index) => void add("jumpT", index));
  if (landsOnOutputs(problem)) times.forEach((_, index) => void add("times", index));
  problem.stepT.forEach((_, index) => void add("stepT", index));
  return known;
}

/** Whether steps end at every output time because it is one. */
function landsOnOutputs(problem: Discretisation): boolean {
  return problem.controller.gridMoves === "intervals" || !interpolatesOutputs(problem);
}

/** How the end of an interval between outputs moves. */
function outputShares(
  { times }: Discretisation,
  requested: TimesRequest,
  time: number,
): ReadonlyArray<TimeShare> {
  if (requested.times !== true) return FIXED;
  return [{ list: "times", index: times.indexOf(time), share: 1 }];
}

/** The times between which the controller's own times keep their proportions, in the order of integration. */
function dividedTimes(problem: Discretisation) {
  const { times, controller } = problem;
  const { gridMoves = "fixed" } = controller;
  if (gridMoves === "fixed" || times.length < 2) return [];
  const onlyEnds = gridMoves === "proportional" && interpolatesOutputs(problem);
  return onlyEnds ? [times[0] as number, times[times.length - 1] as number] : times;
}

/** The interval, between neighbours of a monotone list, that a time lies in. */
function intervalAround(
  times: ReadonlyArray<number>,
  time: number,
): readonly [number, number] | undefined {
  if (times.length < 2) return undefined;
  const sign = (times[times.length - 1] as number) < (times[0] as number) ? -1 : 1;
  let low = 0;
  let high = times.length - 1;
  while (high - low > 1) {
    const middle = (low + high) >> 1;
    if (((times[middle] as number) - time) * sign < 0) low = middle;
    else high = middle;
  }
  const [from, to] = [times[low] as number, times[high] as number];
  return (time - from) * sign > 0 && (to - time) * sign > 0 ? [from, to] : undefined;
}

function scaled(shares: ReadonlyArray<TimeShare>, factor: number): ReadonlyArray<TimeShare> {
  return shares.map((each) => ({ ...each, share: factor * each.share }));
}
