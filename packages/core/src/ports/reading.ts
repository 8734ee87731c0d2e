import type { ReadCounts } from "../steps/statistics.js";

/** A number that a computation must know before it can go on. */
export interface ScalarRequest<A> {
  /** A scalar of the engine, or the number itself where it is known already. */
  readonly scalar: A | number;
  /** Scalars that the next requests will ask for: they may be read together with this one. */
  readonly soon?: ReadonlyArray<A | number> | undefined;
  /**
   * What can be done before the answer is known, at most once. A driver that must wait calls it while it waits; what it
   * throws is thrown into the computation, once the scalar has been read.
   */
  readonly meanwhile?: (() => void) | undefined;
  /** Where the driver counts that it read, and how long it waited. */
  readonly counts?: ReadCounts | undefined;
}

/**
 * A computation that pauses whenever it must know a number: it yields a request for a scalar of the engine and is resumed
 * with its value. A yield of `undefined` is a good moment to let others run; the answer is ignored.
 *
 * Written once so, a loop serves synchronous and asynchronous engines alike: see `runSync` and `runAsync` of the solver.
 */
export type Reading<T, A> = Generator<ScalarRequest<A> | undefined, T, number>;
