/**
 * A computation that pauses whenever it must know a number: it yields a scalar of the engine and is resumed with its
 * value. A yield of `undefined` is a good moment to let others run; the answer is ignored.
 *
 * Written once so, a loop serves synchronous and asynchronous engines alike: see `runSync` and `runAsync` of the solver.
 */
export type Reading<T, A> = Generator<A | number | undefined, T, number>;
