import type { ReadCounts } from "../steps/statistics.js";

/** A request for a scalar that a computation needs before it can continue. */
export interface ScalarRequest<A> {
  /** A scalar of the backend, or a number if it is already on the host. */
  readonly scalar: A | number;
  /** Scalars of the following requests, which may be read together with this one. */
  readonly prefetch?: ReadonlyArray<A | number> | undefined;
  /**
   * Work to do while waiting, called at most once. Only drivers that have to wait call it; an error it throws is
   * rethrown in the computation after the scalar has been read.
   */
  readonly whileWaiting?: (() => void) | undefined;
  /** Counters of reads and waiting time, updated by the driver. */
  readonly counts?: ReadCounts | undefined;
}

/** What a computation waits for: a scalar, a promise, or, with `undefined`, nothing: it yields to other tasks. */
export type Pause<A> = ScalarRequest<A> | PromiseLike<unknown> | undefined;

/**
 * A computation that pauses whenever it has to wait: it yields a request for a scalar of the backend, or a promise, and
 * is resumed with the value. It yields `undefined` where other tasks may run; the value sent back is ignored.
 *
 * The same loop thus serves synchronous and asynchronous backends: see `runSync` and `runAsync` of the solver. Only
 * `readScalar` of the solver and {@link awaited} yield; their return types are precise.
 */
// biome-ignore lint/suspicious/noExplicitAny: the value sent back depends on what was yielded
export type Reading<T, A> = Generator<Pause<A>, T, any>;

/** A result, or a {@link Reading} that computes it if the operation may have to wait. */
export type MaybeReading<T, A> = T | Reading<T, A>;

/** Whether an operation returned a reading. Results are never generators. */
export function isReading<T, A>(answer: MaybeReading<T, A>): answer is Reading<T, A> {
  return (
    typeof answer === "object" &&
    answer !== null &&
    typeof (answer as { readonly throw?: unknown }).throw === "function"
  );
}

/** Whether a computation waits for a promise, not for a scalar. */
export function isPromise<A>(pause: Exclude<Pause<A>, undefined>): pause is PromiseLike<unknown> {
  return "then" in pause;
}

/**
 * The result of an operation that may have to wait.
 *
 * In hot loops check {@link isReading} first: this avoids a generator if the result is available.
 */
export function* settle<T, A>(answer: MaybeReading<T, A>): Reading<T, A> {
  return isReading(answer) ? yield* answer : answer;
}

/** Passes the result of an operation to `next`: immediately if it is available. */
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
 * The value of a promise, within a reading. No scope may be open: other code runs in the meantime.
 *
 * @throws The rejection of the promise; SynchronousReadError if the reading is driven synchronously.
 * @example
 * function* get(step) {
 *   const bytes = yield* awaited(file.read(step));
 *   return [tf.tensor(bytes)];
 * }
 */
export function* awaited<T, A = never>(promise: PromiseLike<T>): Reading<T, A> {
  return (yield promise) as T;
}
