/** How fast it goes, and how long it will take. */
export interface Pace {
  readonly perSecond: number;
  readonly secondsLeft: number;
}

/**
 * Measures the pace over the latest iterations (default 50), so that the compiler's warm-up and a change of phase are
 * soon forgotten.
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
