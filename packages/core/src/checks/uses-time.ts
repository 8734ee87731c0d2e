/**
 * Whether a function uses the time that it is called with: in arithmetic, in a comparison by size, or converted to an
 * element of an array. Calls it once, with an object that notes every conversion to a primitive value and every other
 * access.
 *
 * A function that throws because the time is no number uses it, too. A comparison by identity or truth is not noticed:
 * as a function of time, its result is constant almost everywhere, and its derivative is 0.
 *
 * @example
 * usesTime(0.5, (t) => Math.sin(t)); // true
 * usesTime(0.5, () => 1); // false
 */
export function usesTime(t: number, call: (t: number) => unknown): boolean {
  let used = false;
  const note = (): void => {
    used = true;
  };
  const watched = new Proxy({ [Symbol.toPrimitive]: () => t }, new Proxy({}, noting(note)));
  try {
    call(watched as unknown as number);
  } catch {
    return true;
  }
  return used;
}

/** A handler of handlers: notes that any trap of an object is looked up, and leaves it without traps. */
function noting(note: () => void): ProxyHandler<object> {
  return {
    get() {
      note();
      return undefined;
    },
  };
}
