let closest = Number.POSITIVE_INFINITY;

/**
 * How close `body` came to a kink, a jump, or the end of where a function is defined: there a derivative is not one number,
 * and rounding decides.
 */
export function watchMargin<T>(body: () => T): { readonly result: T; readonly margin: number } {
  const before = closest;
  closest = Number.POSITIVE_INFINITY;
  try {
    const result = body();
    return { result, margin: closest };
  } finally {
    closest = Math.min(before, closest);
  }
}

/** Notes that a choice depends on the sign of this number. */
export function decide(difference: number): number {
  closest = Math.min(closest, Number.isNaN(difference) ? 0 : Math.abs(difference));
  return difference;
}
