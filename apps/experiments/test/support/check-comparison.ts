import { expect } from "vitest";
import { ROUNDING } from "../../src/comparison/check-claims.js";
import type { Comparison } from "../../src/comparison/compare-functions.js";

/**
 * The claims of the paper on one comparison: exact gradients, and memory below that of all other exact functions.
 *
 * @param ratio By which backpropagation needs more bytes, at least.
 */
export function checkComparison(comparison: Comparison | undefined, ratio: number): void {
  const { rows } = comparison as Comparison;
  expect(rows.map(({ name }) => name)).toEqual([
    ...["odeint", "odeintAdjoint", "odeintOnecheckpoint", "odeintCheckpoint"],
    "odeintSymplecticAdjoint",
  ]);
  const [backpropagation, , baseline, aca, ours] = rows as [
    ...ReadonlyArray<Comparison["rows"][number]>,
  ] as [Row, Row, Row, Row, Row];
  expect(ours.fromBackpropagation).toBeLessThan(ROUNDING);
  // The solves are accurate enough for the exact flow's gradient, too.
  for (const { gradientError } of rows) if (gradientError) expect(gradientError).toBeLessThan(1e-3);
  expect(backpropagation.peakBytes / ours.peakBytes).toBeGreaterThan(ratio);
  for (const other of [baseline, aca])
    expect(other.peakBytes).toBeGreaterThan(1.5 * ours.peakBytes);
  // Programs compute what the operations do.
  for (const { loss = 0, compiled } of rows) {
    expect(Math.abs((compiled?.loss ?? 0) / loss - 1)).toBeLessThan(1e-5);
    expect(compiled?.seconds).toBeGreaterThan(0);
  }
  for (const { compiled } of [backpropagation, baseline, aca, ours])
    expect(compiled?.fromInterpreted).toBeLessThan(ROUNDING);
  // Each stage is computed again, and recorded: at most twice the evaluations of the forward pass.
  expect(ours.backward).toBeLessThanOrEqual(2 * (ours.forward as number));
}

type Row = Comparison["rows"][number];
