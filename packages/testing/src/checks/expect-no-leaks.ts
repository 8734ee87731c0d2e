import { LeakError } from "./leak-error.js";

/**
 * Runs `body` and checks that as many arrays exist afterwards as before. Awaits the promise if it returns one, and
 * returns its result. Errors of `body` propagate, without the check.
 *
 * @throws LeakError if the counts differ.
 * @example
 * expectNoLeaks(() => tf.memory().numTensors, () => tf.zeros([2]).dispose());
 */
export function expectNoLeaks<T>(count: () => number, body: () => Promise<T>): Promise<T>;
export function expectNoLeaks<T>(count: () => number, body: () => T): T;
export function expectNoLeaks<T>(count: () => number, body: () => T | Promise<T>): T | Promise<T> {
  const before = count();
  const checked = (result: T): T => {
    const after = count();
    if (after !== before) throw new LeakError(before, after);
    return result;
  };
  const result = body();
  return result instanceof Promise ? result.then(checked) : checked(result);
}
