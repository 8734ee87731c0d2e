/** Relative tolerance: coefficients may be rounded to 12 digits. */
const TOLERANCE = 1e-12;

/** What is wrong with a row of coefficients that must have this sum; undefined if nothing. */
export function problemOfSum(
  name: string,
  row: ReadonlyArray<number>,
  expected: number,
): string | undefined {
  const sum = row.reduce((total, x) => total + x, 0);
  const size = row.reduce((total, x) => total + Math.abs(x), 1);
  if (Math.abs(sum - expected) <= TOLERANCE * size) return undefined;
  return `${name} sums to ${sum} instead of ${expected}`;
}

/** Whether a value is a dense list of finite numbers. */
export function isRow(row: unknown): row is ReadonlyArray<number> {
  return Array.isArray(row) && Array.from(row).every(Number.isFinite);
}
