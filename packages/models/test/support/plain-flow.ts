import { Complex, complex } from "@symplectic-adjoint/testing";
import type { FlowLayerKind } from "../../src/index.js";
import { affine, at } from "./plain.js";

const sigmoid = (x: Complex) => complex(1).over(x.times(-1).exp().plus(1));
const log = (x: Complex) => new Complex(Math.log(Math.hypot(x.re, x.im)), Math.atan2(x.im, x.re));
const acts = {
  tanh: (x: Complex) => x.tanh(),
  softplus: (x: Complex) => log(x.exp().plus(1)),
  sin: (x: Complex) => x.sin(),
};

/** The network of `flowNetwork`, from the values of its variables in their order. */
export interface PlainNetwork {
  readonly layer: FlowLayerKind;
  readonly activation: keyof typeof acts;
}

const COUNTS = { dense: 2, concat: 3, concatsquash: 5 };

/** f(t, z) for one row. */
export function plainNetwork(
  { layer, activation }: PlainNetwork,
  values: ReadonlyArray<Float64Array>,
  t: number,
  z: ReadonlyArray<Complex>,
): Array<Complex> {
  const size = COUNTS[layer];
  let h = [...z];
  for (let i = 0; i < values.length; i += size) {
    const [kernel, bias, shift, gate, gateBias] = values.slice(i, i + size) as [
      Float64Array,
      Float64Array,
      ...Array<Float64Array>,
    ];
    h = affine(h, kernel, bias).map((x, k) => {
      const factor =
        gate === undefined
          ? complex(1)
          : sigmoid(complex(at(gate, k) * t + at(gateBias as Float64Array, k)));
      return x.times(factor).plus(shift === undefined ? 0 : at(shift, k) * t);
    });
    if (i + size < values.length) h = h.map(acts[activation]);
  }
  return h;
}

type RowFunction = (z: ReadonlyArray<Complex>) => ReadonlyArray<Complex>;

/** ∂f_i/∂z_k by complex steps: row i, column k. */
export function jacobianByComplexStep(
  f: RowFunction,
  z: ReadonlyArray<number>,
): Array<Array<number>> {
  const tiny = 1e-30;
  const columns = z.map((_, k) =>
    f(z.map((x, i) => new Complex(x, i === k ? tiny : 0))).map(({ im }) => im / tiny),
  );
  return columns.map((_, i) => columns.map((column) => at(column, i)));
}

/** f at real numbers. */
export function realValues(f: RowFunction, z: ReadonlyArray<number>): Array<number> {
  return f(z.map((x) => complex(x))).map(({ re }) => re);
}

/** The trace of a matrix. */
export function traceOf(matrix: ReadonlyArray<ReadonlyArray<number>>): number {
  return matrix.reduce((sum, row, i) => sum + at(row, i), 0);
}
