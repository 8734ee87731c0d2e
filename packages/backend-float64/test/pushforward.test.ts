import { flattenTree, ReleasedError } from "@symplectic-adjoint/core";
import {
  decay,
  lorenz,
  lotkaVolterra,
  mlp,
  spiral,
  type TestProblem,
} from "@symplectic-adjoint/testing";
import { describe, expect, test } from "vitest";
import { float64 } from "../src/index.js";

const problems: ReadonlyArray<TestProblem> = [decay(), lotkaVolterra(), lorenz(), spiral(), mlp()];

function recorded(func: TestProblem) {
  const { leaves, structure } = flattenTree(func.y0, float64.isArray);
  const dynamics = float64.dynamics(func, { t0: 0, y0: leaves, structure, differentiate: true });
  return dynamics.record(0.3, leaves);
}

/** Numbers that are all different, for a tangent or a cotangent. */
const numbers = (length: number, phase: number) =>
  Float64Array.from({ length }, (_, i) => Math.sin(1.7 * i + phase));
const dot = (a: Float64Array, b: Float64Array) =>
  a.reduce((sum, x, i) => sum + x * (b[i] as number), 0);

describe.each(problems)("The Jacobian-vector product of $name", (func) => {
  test("is the transpose of the vector–Jacobian product, in y and in θ.", () => {
    const linear = recorded(func);
    const [v, u] = [numbers(func.y0.length, 0), numbers(func.parameters.length, 1)];
    const g = numbers(func.y0.length, 2);
    const parts = func.parameters.length === 0 ? [] : [0];
    const { y, parameters } = linear.pullback([g], parts);
    const [both] = linear.pushforward?.([v], [u]) ?? [];
    const [alone] = linear.pushforward?.([v]) ?? [];
    expect(both).toBeInstanceOf(Float64Array);
    const alongState = dot(y[0] as Float64Array, v);
    const alongAll = alongState + (parameters[0] === undefined ? 0 : dot(parameters[0], u));
    const close = (a: number, b: number) =>
      expect(Math.abs(a - b)).toBeLessThanOrEqual(1e-13 * (1 + Math.abs(b)));
    close(dot(g, alone as Float64Array), alongState);
    close(dot(g, both as Float64Array), alongAll);
  });
});

test("There is no pushforward without a jvp, or after release.", () => {
  const { jvp: _, ...without } = lotkaVolterra();
  expect(recorded(without as TestProblem).pushforward).toBeUndefined();
  const linear = recorded(lotkaVolterra());
  linear.release();
  expect(() => linear.pushforward?.([Float64Array.of(1, 1)])).toThrow(ReleasedError);
});
