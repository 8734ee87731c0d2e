import { only, spiral } from "@symplectic-adjoint/testing";
import * as tf from "@tensorflow/tfjs";
import { describe, expect, it } from "vitest";
import { float64, odeint, solve } from "../../src/index.js";
import { linspace } from "../support/linspace.js";
import { numbersOf } from "../support/tfjs/expect-close.js";
import { onEachEngine } from "../support/tfjs/on-each-engine.js";
import { strategies } from "../support/tfjs/strategies.js";

// After torchdiffeq's TestCompareAdjointGradient in float32: the spiral y' = y³ A over a time of 25, with a module that
// f never uses, against backpropagation. The peer compares the gradient of t too, which this version does not have.

const times = linspace(0, 25, 10);
const cotangents = Float64Array.from({ length: 20 }, (_, i) =>
  Math.fround(Math.abs(Math.sin(1 + 3 * i))),
);

function largestDifference(a: ArrayLike<number>, b: ArrayLike<number>) {
  return Math.max(...Array.from(a, (x, i) => Math.abs(x - (b[i] as number))));
}

/** Gradients on the host, and the accepted steps. */
function gradientsOf(integrate: (typeof strategies)[number]["integrate"]) {
  const y0 = tf.variable(tf.tensor2d([[2, 0]]));
  const a = tf.variable(
    tf.tensor2d([
      [-0.1, 2],
      [-2, -0.1],
    ]),
  );
  const unused = tf.variable(tf.ones([2, 3]));
  const f = (_t: number, y: tf.Tensor) => tf.matMul(tf.pow(y, 3), a) as tf.Tensor;
  const grid = [0];
  const { grads } = tf.variableGrads(() => {
    const ys = integrate(f, y0 as tf.Tensor, times, {
      ...{ method: "dopri5", rtol: 1e-7, atol: 1e-9, parameters: [a, unused] },
      onStep: ({ t, accepted }) => {
        if (accepted && t > 0) grid.push(t);
      },
    });
    return tf.sum(tf.mul(ys, tf.tensor(Array.from(cotangents), [10, 1, 2]))) as tf.Scalar;
  });
  const [fromY0, fromA, fromUnused] = [y0, a, unused].map(({ name }) =>
    Float32Array.from(numbersOf(grads[name] as tf.Tensor)),
  ) as [Float32Array, Float32Array, Float32Array];
  return { y0: fromY0, a: fromA, unused: fromUnused, grid: [...grid, 25] };
}

/** What float64 says of steps. */
function exactGradients(grid: ReadonlyArray<number>) {
  const original = spiral();
  const problem = { ...original, parameters: original.parameters.map(Math.fround) };
  const solution = solve(problem, problem.y0, times, { backend: float64, method: "dopri5", grid });
  const { y0, parameters } = solution.pullback(cotangents);
  return { y0, a: only(parameters) };
}

onEachEngine("On the spiral", (engineName) => {
  let backpropagated: ReturnType<typeof gradientsOf>;
  it("backpropagation has float64's gradient of its steps", () => {
    backpropagated = gradientsOf(odeint);
    expect(tf.getBackend()).toBe(engineName);
    const exact = exactGradients(backpropagated.grid);
    expect(largestDifference(backpropagated.y0, exact.y0)).toBeLessThan(3e-4);
    expect(largestDifference(backpropagated.a, exact.a)).toBeLessThan(2e-3);
  });

  describe.each(strategies.filter(({ name }) => name !== "odeint"))(
    "the gradients of $name",
    ({ integrate, exact }) => {
      it("are as near to those of backpropagation as the peer's, and zero for the unused", () => {
        const found = gradientsOf(integrate);
        expect(largestDifference(found.y0, backpropagated.y0)).toBeLessThan(3e-4);
        expect(largestDifference(found.a, backpropagated.a)).toBeLessThan(2e-3);
        expect(Array.from(found.unused)).toEqual(new Array(6).fill(0));
        if (exact) expect(found.grid).toEqual(backpropagated.grid);
      });
    },
  );
});
