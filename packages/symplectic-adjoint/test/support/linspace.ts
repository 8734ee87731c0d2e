/** `count` equally spaced numbers, the ends included exactly. */
export function linspace(from: number, to: number, count: number): ReadonlyArray<number> {
  return Array.from({ length: count }, (_, i) =>
    i === count - 1 ? to : from + ((to - from) * i) / (count - 1),
  );
}
