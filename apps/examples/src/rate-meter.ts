/** Rate and remaining time. */
export interface Pace {
  readonly perSecond: number;
  readonly secondsLeft: number;
}

/**
 * Measures the rate over the latest iterations (default 50), so that the warm-up of the compiler and a change of phase
 * have only a short effect.
 *
 * @param now Milliseconds from any origin.
 */
export function rateMeter({
  window = 50,
  now = () => performance.now(),
} = {}): (done: number) => Pace {
  const recent = [{ time: now(), done: 0 }];
  return (done) => {
    recent.push({ time: now(), done });
    if (recent.length > window + 1) recent.shift();
    const [first] = recent as [{ time: number; done: number }];
    const seconds = Math.max((now() - first.time) / 1000, 1e-6);
    return {
      perSecond: (recent.length - 1) / seconds,
      secondsLeft: ((1 - done) * seconds) / Math.max(done - first.done, 1e-9),
    };
  };
}
