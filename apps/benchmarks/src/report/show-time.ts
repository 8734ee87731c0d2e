/** Seconds for a table, with a unit and three figures. */
export function showTime(seconds: number | undefined): string {
  if (seconds === undefined) return "–";
  const [value, unit] =
    seconds < 1e-3 ? [seconds * 1e6, "µs"] : seconds < 1 ? [seconds * 1e3, "ms"] : [seconds, "s"];
  return `${value >= 100 ? value.toFixed(0) : value.toPrecision(3)} ${unit}`;
}
