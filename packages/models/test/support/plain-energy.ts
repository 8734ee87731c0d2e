import { Complex } from "@symplectic-adjoint/testing";
import { affine } from "./plain.js";

/** The tanh network of `energyNetwork` and of a stencil of `gridEnergy`, from the values of its variables. */
export function plainEnergy(
  values: ReadonlyArray<Float64Array>,
  x: ReadonlyArray<Complex>,
): Complex {
  let h = [...x];
  for (let i = 0; i + 1 < values.length; i += 2) {
    h = affine(h, values[i] as Float64Array, values[i + 1]).map((v) => v.tanh());
  }
  return affine(h, values.at(-1) as Float64Array)[0] as Complex;
}

/** The gradient of a scalar function, by complex steps. */
export function slopeByComplexStep(
  f: (x: ReadonlyArray<Complex>) => Complex,
  x: ReadonlyArray<number>,
): Array<number> {
  const tiny = 1e-30;
  return x.map((_, k) => f(x.map((v, i) => new Complex(v, i === k ? tiny : 0))).im / tiny);
}
