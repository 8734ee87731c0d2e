/** Waits for a promise until a signal is aborted; then rejects with an error, and ignores what becomes of the promise. */
export function settleFirst<T>(
  promise: Promise<T>,
  signal: AbortSignal | undefined,
  error: () => Error,
): Promise<T> {
  if (signal === undefined) return promise;
  return new Promise((resolve, reject) => {
    const abort = () => reject(error());
    const settled = () => signal.removeEventListener("abort", abort);
    signal.addEventListener("abort", abort);
    promise.then(resolve, reject).finally(settled);
    if (signal.aborted) abort();
  });
}
