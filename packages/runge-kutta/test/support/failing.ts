/** A copy of an object of functions in which one call fails. */
export interface Failing<T> {
  readonly subject: T;
  /** The number of calls so far of the functions that may fail. */
  calls(): number;
}

/**
 * A copy of an object whose `failAt`-th call (from 0) of one of the named functions throws.
 *
 * @example
 * failing(backend, 3, ["linearCombination", "dot"]).subject; // the fourth of these calls throws
 */
export function failing<T extends object>(
  object: T,
  failAt: number,
  names: ReadonlyArray<keyof T>,
): Failing<T> {
  let calls = 0;
  const subject = { ...object };
  for (const name of names) {
    const func = object[name] as (...args: ReadonlyArray<unknown>) => unknown;
    subject[name] = ((...args: ReadonlyArray<unknown>) => {
      if (calls++ === failAt) throw new Error(`${String(name)} failed`);
      return func.apply(object, args as Array<unknown>);
    }) as T[keyof T];
  }
  return { subject, calls: () => calls };
}
