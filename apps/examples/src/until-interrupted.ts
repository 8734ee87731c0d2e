/**
 * Runs `body` with a signal that Ctrl-C aborts instead of ending the process, and prints a message.
 *
 * One Ctrl-C may arrive several times, from the terminal and from each package script in between, so repetitions within
 * two seconds are ignored; a later one ends the process immediately, as usual.
 */
export async function untilInterrupted<T>(body: (signal: AbortSignal) => Promise<T>): Promise<T> {
  const controller = new AbortController();
  let first: number | undefined;
  const interrupt = (): void => {
    if (first === undefined)
      console.log("\nCtrl-C: ending with the results so far. Press it again to quit immediately.");
    first ??= performance.now();
    controller.abort();
    if (performance.now() - first > 2000) process.exit(130);
  };
  process.on("SIGINT", interrupt);
  try {
    return await body(controller.signal);
  } finally {
    process.off("SIGINT", interrupt);
  }
}
