/** The times between which an integration takes steps. */
export interface TimeSpan {
  readonly first: number;
  readonly last: number;
}

/**
 * The times in some lists that lie after the first time of a span and not after the last, each once, in the order of
 * integration. Linear in their number if the lists are in that order.
 */
export function mergedTimes(
  { first, last }: TimeSpan,
  lists: ReadonlyArray<ReadonlyArray<number>>,
): Float64Array {
  const direction = last < first ? -1 : 1;
  let merged: Float64Array | undefined;
  for (const list of lists) {
    if (list.length === 0) continue;
    // As if time increased.
    const times = timesWithin(list, direction, first * direction, last * direction);
    merged = merged === undefined ? times : mergeTwo(merged, times);
  }
  const all = merged ?? new Float64Array(0);
  // The sum turns −0 into 0.
  if (direction < 0) for (let i = 0; i < all.length; i++) all[i] = 0 - (all[i] as number);
  return all;
}

/** The times of a list, multiplied by the direction, that lie within these limits: ascending, without repetition. */
function timesWithin(
  list: ReadonlyArray<number>,
  direction: 1 | -1,
  first: number,
  last: number,
): Float64Array {
  const times = new Float64Array(list.length);
  let count = 0;
  let isAscending = true;
  for (let i = 0; i < list.length; i++) {
    // The sum turns −0 into 0.
    const t = (list[i] as number) * direction + 0;
    if (!(t > first && t <= last)) continue;
    if (count > 0 && t <= (times[count - 1] as number)) isAscending = false;
    times[count++] = t;
  }
  const found = firstOf(times, count);
  return isAscending ? found : mergeTwo(found.sort(), new Float64Array(0));
}

/** Two ascending lists as one, without repetition. */
function mergeTwo(some: Float64Array, others: Float64Array): Float64Array {
  const all = new Float64Array(some.length + others.length);
  let count = 0;
  for (let i = 0, j = 0; i < some.length || j < others.length; ) {
    const isNext = !(j < others.length && (others[j] as number) < (some[i] as number));
    const t = (i < some.length && isNext ? some[i++] : others[j++]) as number;
    if (count === 0 || t !== all[count - 1]) all[count++] = t;
  }
  return firstOf(all, count);
}

function firstOf(times: Float64Array, count: number): Float64Array {
  return count === times.length ? times : times.subarray(0, count);
}
