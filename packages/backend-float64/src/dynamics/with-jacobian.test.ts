import { InvalidDynamicsError, MissingGradientError } from "@symplectic-adjoint/core";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import type { Float64Function } from "./float64-function.js";
import { type JacobianFunction, withJacobian } from "./with-jacobian.js";

/** Three states, two parameters, written once for complex numbers [re, im] so that a complex step can differentiate it. */
type Complex = readonly [number, number];
const times = ([a, b]: Complex, [c, d]: Complex): Complex => [a * c - b * d, a * d + b * c];
const plus = ([a, b]: Complex, [c, d]: Complex): Complex => [a + c, b + d];

function complexField(
  y: ReadonlyArray<Complex>,
  p: ReadonlyArray<Complex>,
): ReadonlyArray<Complex> {
  const [a, b, c] = y as [Complex, Complex, Complex];
  const [k, m] = p as [Complex, Complex];
  return [times(k, times(a, b)), plus(times(m, c), times(b, b)), plus(a, times(times(k, m), c))];
}

const real = (values: Float64Array): Array<Complex> => Array.from(values, (x) => [x, 0]);

const field: JacobianFunction = {
  parameters: Float64Array.of(0.7, -1.3),
  evaluate(_t, y, p, dy) {
    complexField(real(y), real(p)).forEach(([re], i) => {
      dy[i] = re;
    });
  },
  jacobian(_t, y, p, J) {
    const [a, b] = y as unknown as [number, number];
    const [k, m] = p as unknown as [number, number];
    J.set([k * b, k * a, 0, 0, 2 * b, m, 1, 0, k * m]);
  },
  parameterJacobian(_t, y, p, J) {
    const [a, b, c] = y as unknown as [number, number, number];
    const [k, m] = p as unknown as [number, number];
    J.set([a * b, 0, 0, c, m * c, k * c]);
  },
};

/** d/dε of gᵀf along the unit vector e_j of all six variables, by a complex step: no cancellation, hence exact. */
function complexStep(y: Float64Array, p: Float64Array, g: Float64Array, j: number): number {
  const step = 1e-30;
  const all: Array<Complex> = [...real(y), ...real(p)];
  all[j] = [(all[j] as Complex)[0], step];
  const f = complexField(all.slice(0, y.length), all.slice(y.length));
  return f.reduce((sum, [, im], i) => sum + (g[i] as number) * (im / step), 0);
}

function vjp(
  func: Float64Function,
  y: Float64Array,
  p: Float64Array,
  g: Float64Array,
): { readonly yBar: Float64Array; readonly parametersBar: Float64Array } {
  const yBar = new Float64Array(y.length);
  const parametersBar = new Float64Array(p.length);
  func.vjp?.(0, y, p, g, yBar, parametersBar);
  return { yBar, parametersBar };
}

const vector = (n: number) =>
  fc.float64Array({ minLength: n, maxLength: n, min: -10, max: 10, noNaN: true });

describe("withJacobian", () => {
  test("multiplies by the transposed Jacobians, verified with a complex step.", () => {
    fc.assert(
      fc.property(vector(3), vector(2), vector(3), (y, p, g) => {
        const { yBar, parametersBar } = vjp(withJacobian(field), y, p, g);
        [...yBar, ...parametersBar].forEach((bar, j) => {
          const expected = complexStep(y, p, g, j);
          expect(Math.abs(bar - expected)).toBeLessThanOrEqual(1e-11);
        });
      }),
      { seed: 42 },
    );
  });

  test("passes f and its parameters, with the original object as this.", () => {
    const func = withJacobian({
      ...field,
      evaluate(_t, _y, _p, dy) {
        dy[0] = this.parameters?.[0] as number;
      },
    });
    const dy = new Float64Array(1);
    func.evaluate(0, Float64Array.of(1), Float64Array.of(2), dy);
    expect(func.parameters).toBe(field.parameters);
    expect(dy[0]).toBe(0.7);
  });

  test("adds to the existing values.", () => {
    const func = withJacobian({
      evaluate: (_t, y, _p, dy) => dy.set(y),
      jacobian: (_t, _y, _p, J) => J.fill(2),
    });
    const yBar = Float64Array.of(10);
    func.vjp?.(
      0,
      Float64Array.of(1),
      new Float64Array(0),
      Float64Array.of(3),
      yBar,
      new Float64Array(0),
    );
    expect(yBar[0]).toBe(16);
  });

  test("needs no parameterJacobian without parameters.", () => {
    const func = withJacobian({ evaluate: field.evaluate, jacobian: field.jacobian });
    const y = Float64Array.of(1, 2, 3);
    expect(() => vjp(func, y, new Float64Array(0), y)).not.toThrow();
    expect(() => vjp(func, y, Float64Array.of(1, 2), y)).toThrow(MissingGradientError);
    expect(() => vjp(func, y, Float64Array.of(1, 2), y)).toThrow(/Write parameterJacobian/);
  });

  test("detects a Jacobian that is returned instead of written.", () => {
    const returning = (() => [[1]]) as unknown as JacobianFunction["jacobian"];
    const y = Float64Array.of(1);
    const func = withJacobian({ evaluate: field.evaluate, jacobian: returning });
    expect(() => vjp(func, y, new Float64Array(0), y)).toThrow(InvalidDynamicsError);
    const filling = withJacobian({
      evaluate: field.evaluate,
      jacobian: (_t, _y, _p, J) => J.fill(0),
    });
    expect(vjp(filling, y, new Float64Array(0), y).yBar[0]).toBe(0);
  });

  test("multiplies by the derivative for the time, if it is given.", () => {
    const func = withJacobian({
      evaluate: (t, _y, _p, dy) => dy.set([t * t, 3 * t]),
      jacobian: () => {},
      timeDerivative: (t, _y, _p, rate) => rate.set([2 * t, 3]),
    });
    const y = Float64Array.of(1, 2);
    expect(func.timeVjp?.(5, y, new Float64Array(0), Float64Array.of(1, 10))).toBe(40);
    expect(withJacobian(field).timeVjp).toBeUndefined();
  });
});
