import type { Comparison, FunctionRow } from "./compare-functions.js";

/**
 * How far two exact gradients in single precision may be apart, relative to their norm: a few hundred units of rounding,
 * 2⁻²⁴ each, for sums over stages, rows and steps in another order.
 */
export const ROUNDING: number = 400 * 2 ** -24;

/** Two errors by the same rounding, in other sums: for the Cahn–Hilliard equation 1.2 to 2.4 was measured, on three batches. */
const SIMILAR = 4;

/**
 * What the paper claims of the symplectic adjoint method and this comparison contradicts, as sentences; and whether a compiled f
 * has another gradient.
 */
export function checkClaims(what: string, { rows }: Comparison): Array<string> {
  const named = (name: string) => rows.find((row) => row.name === name);
  const ours = named("odeintSymplecticAdjoint");
  if (ours === undefined) return [];
  const failures: Array<string> = [];
  for (const name of ["odeint", "odeintOnecheckpoint", "odeintCheckpoint"]) {
    const other = named(name);
    if (other !== undefined && !(ours.peakBytes < other.peakBytes))
      failures.push(`${what}: ${ours.peakBytes} bytes are not less than ${bytesOf(other)}.`);
  }
  const { fromBackpropagation: distance = 0, gradientError = 0, compiled } = ours;
  if (!(distance <= ROUNDING))
    failures.push(
      `${what}: the gradient differs from that of backpropagation by ${distance.toExponential(1)}, more than rounding.`,
    );
  // Where f magnifies rounding errors, both gradients are about as far from the one in double precision.
  const error = compiled?.gradientError ?? compiled?.fromInterpreted ?? 0;
  if (!(error <= Math.max(ROUNDING, SIMILAR * gradientError)))
    failures.push(
      `${what}: the gradient of the compiled f is off by ${error.toExponential(1)}, more than rounding.`,
    );
  return failures;
}

function bytesOf({ name, peakBytes }: FunctionRow): string {
  return `the ${peakBytes} of ${name}`;
}
