/** Bytes, with the unit that makes them a handy number. */
export function formatBytes(bytes: number): string {
  if (bytes < 1024) return `${bytes} B`;
  const [value, unit] = bytes < 1024 ** 2 ? [bytes / 1024, "KiB"] : [bytes / 1024 ** 2, "MiB"];
  return `${value.toFixed(1)} ${unit}`;
}

/** A duration in milliseconds, to three digits. */
export function formatMilliseconds(duration: number): string {
  return `${Number(duration.toPrecision(3))} ms`;
}

/** The middle of the last values: a pause now and then does not count. */
export function recentMedian(values: ReadonlyArray<number>, last = 21): number {
  const sorted = values.slice(-last).sort((a, b) => a - b);
  return sorted[Math.floor(sorted.length / 2)] ?? Number.NaN;
}
