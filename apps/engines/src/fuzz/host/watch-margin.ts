let closest = Number.POSITIVE_INFINITY;

/**
 * The smallest distance of `body` to a kink, a jump, or the boundary of a domain, where the derivative is not unique
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

/** Records that a choice depends on the sign of this number. */
export function decide(difference: number): number {
  closest = Math.min(closest, Number.isNaN(difference) ? 0 : Math.abs(difference));
  return difference;
}
