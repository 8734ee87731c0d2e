/**
 * Runs `body` so deep in calls that the stack has no room for one more with `count` arguments: what hands over a list of
 * as many as arguments overflows it, as at the top of the stack with some 120,000.
 */
export function withLittleStack<T>(count: number, body: () => T): T {
  return hasRoomFor(count) ? deeper(100, () => withLittleStack(count, body)) : body();
}

/** Whether a function can be called with so many arguments. */
export function hasRoomFor(count: number): boolean {
  try {
    return ((...all: Array<undefined>) => all.length)(...new Array<undefined>(count)) === count;
  } catch (error) {
    if (error instanceof RangeError) return false;
    throw error;
  }
}

function deeper<T>(calls: number, body: () => T): T {
  return calls === 0 ? body() : deeper(calls - 1, body);
}
