/** A signal that aborts with another one, or when `end` is called; `end` also removes the listener. */
export function linkedSignal(outer: AbortSignal | undefined): {
  readonly signal: AbortSignal;
  end(): void;
} {
  const controller = new AbortController();
  const abort = () => controller.abort();
  if (outer?.aborted === true) abort();
  outer?.addEventListener("abort", abort);
  return {
    signal: controller.signal,
    end() {
      outer?.removeEventListener("abort", abort);
      controller.abort();
    },
  };
}
