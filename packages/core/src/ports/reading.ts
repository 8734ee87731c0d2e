import type { ReadCounts } from "../steps/statistics.js";

/** A number that a computation must know before it can go on. */
export interface ScalarRequest<A> {
  /** A scalar of the engine, or the number itself where it is known already. */
  readonly scalar: A | number;
  /** Scalars that the next requests will ask for: they may be read together with this one. */
  readonly prefetch?: ReadonlyArray<A | number> | undefined;
  /**
   * Work that does not need the answer, done at most once. A driver that must wait calls it while it waits; what it
   * throws is thrown into the computation, once the scalar has been read.
   */
  readonly whileWaiting?: (() => void) | undefined;
  /** Where the driver counts the read and the time it waited. */
  readonly counts?: ReadCounts | undefined;
}

/** What a computation pauses for: a scalar, a promise, or, with `undefined`, to let others run. */
export type Pause<A> = ScalarRequest<A> | PromiseLike<unknown> | undefined;

/**
 * A computation that pauses whenever it must wait: it yields a request for a scalar of the engine, or a promise, and is
 * resumed with the value. A yield of `undefined` is a good moment to let others run; the answer is ignored.
 *
 * Written once as a reading, a loop serves synchronous and asynchronous engines alike: see `runSync` and `runAsync` of the
 * solver. Only `readScalar` of the solver and {@link awaited} yield; whoever calls them sees the types of their answers.
 */
// biome-ignore lint/suspicious/noExplicitAny: what a yield answers with depends on what was yielded
export type Reading<T, A> = Generator<Pause<A>, T, any>;

/** An operation that answers at once, or as a {@link Reading} where it may have to wait. */
export type MaybeReading<T, A> = T | Reading<T, A>;

/** Whether an operation did not answer at once. Answers themselves are never generators. */
export function isReading<T, A>(answer: MaybeReading<T, A>): answer is Reading<T, A> {
  return (
    typeof answer === "object" &&
    answer !== null &&
    typeof (answer as { readonly throw?: unknown }).throw === "function"
  );
}

/** Whether a computation pauses for a promise, not for a scalar. */
export function isPromise<A>(pause: Exclude<Pause<A>, undefined>): pause is PromiseLike<unknown> {
  return "then" in pause;
}

/**
 * The answer of an operation that may have to wait.
 *
 * In loops ask {@link isReading} first: it costs nothing where the answer is there.
 */
export function* settle<T, A>(answer: MaybeReading<T, A>): Reading<T, A> {
  return isReading(answer) ? yield* answer : answer;
}

/** Goes on with the answer of an operation: at once where it is there. */
export function chain<T, R, A>(
  answer: MaybeReading<T, A>,
  next: (value: T) => MaybeReading<R, A>,
): MaybeReading<R, A> {
  return isReading(answer) ? chainLater(answer, next) : next(answer);
}

function* chainLater<T, R, A>(
  answer: Reading<T, A>,
  next: (value: T) => MaybeReading<R, A>,
): Reading<R, A> {
  return yield* settle(next(yield* answer));
}

/**
 * The value of a promise, within a reading. No scope may be open: others run meanwhile.
 *
 * @throws What the promise rejects with; SynchronousReadError where the reading is driven synchronously.
 * @example
 * function* get(step) {
 *   const bytes = yield* awaited(file.read(step));
 *   return [tf.tensor(bytes)];
 * }
 */
export function* awaited<T, A = never>(promise: PromiseLike<T>): Reading<T, A> {
  return (yield promise) as T;
}
