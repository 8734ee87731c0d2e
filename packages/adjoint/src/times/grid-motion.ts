import type { Problem, TimesRequest } from "@symplectic-adjoint/core";

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
 * A grid time that is one of the user's times moves with it. If several of them are equal, the grid time moves with the
 * first of those that are requested: output times come before jump times, and those before step times. All other grid
 * times are fixed, except those with which a controller divides the intervals between outputs: they move so that the
 * proportions stay the same (`gridMoves`).
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
    return [...scaled(known.get(from), 1 - fraction), ...scaled(known.get(to), fraction)];
  };
}

/** The user's times, with what moves the grid there. */
function knownTimes(
  problem: Discretisation,
  requested: TimesRequest,
): ReadonlyMap<number, ReadonlyArray<TimeShare>> {
  const known = new Map<number, ReadonlyArray<TimeShare>>();
  for (const list of ["times", "jumpT", "stepT"] as const) {
    const isRequested = requested[list] === true;
    problem[list].forEach((time, index) => {
      if (isRequested && !known.get(time)?.length) known.set(time, [{ list, index, share: 1 }]);
      else if (!known.has(time)) known.set(time, FIXED);
    });
  }
  return known;
}

/** The times between which the controller's own times keep their proportions, in the order of integration. */
function dividedTimes({ times, controller, interpolates, method }: Discretisation) {
  const { gridMoves = "fixed" } = controller;
  if (gridMoves === "fixed" || times.length < 2) return [];
  const onlyEnds =
    gridMoves === "proportional" && interpolates === true && method.interpolation !== undefined;
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

function scaled(
  shares: ReadonlyArray<TimeShare> | undefined,
  factor: number,
): ReadonlyArray<TimeShare> {
  return (shares ?? []).map((each) => ({ ...each, share: factor * each.share }));
}
