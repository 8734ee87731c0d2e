/** Work that can be cancelled together. */
export interface CancelGroup {
  /** Runs work with a signal of its own, which is aborted when the group is cancelled during that work. */
  run<T>(work: (signal: AbortSignal) => Promise<T>): Promise<T>;
  /** Aborts what runs and all that comes later. */
  cancel(): void;
}

/**
 * Creates a group, which is also cancelled by an outer signal. One signal for each piece of work, because Node warns of
 * a leak when a signal has more than ten listeners.
 */
export function cancelGroup(outer?: AbortSignal): CancelGroup {
  const running = new Set<AbortController>();
  let cancelled = outer?.aborted === true;
  const cancel = () => {
    cancelled = true;
    outer?.removeEventListener("abort", cancel);
    for (const controller of running) controller.abort();
  };
  outer?.addEventListener("abort", cancel);
  return {
    async run(work) {
      const controller = new AbortController();
      if (cancelled) controller.abort();
      running.add(controller);
      try {
        return await work(controller.signal);
      } finally {
        running.delete(controller);
      }
    },
    cancel,
  };
}
