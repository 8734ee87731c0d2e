/** The q-quantile of some numbers, between 0 (the least) and 1 (the largest), without interpolation. */
export function quantile(values: ReadonlyArray<number>, q: number): number {
  const sorted = values.slice().sort((a, b) => a - b);
  return sorted[Math.round(q * (sorted.length - 1))] as number;
}
