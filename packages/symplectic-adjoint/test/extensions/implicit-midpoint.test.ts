import { complex } from "@symplectic-adjoint/testing";
import * as tf from "@tensorflow/tfjs";
import { describe, expect, test } from "vitest";
import { float64, odeintSymplecticAdjoint, solve, solveAsync } from "../../src/index.js";
import { asynchronousFloat64 } from "../support/asynchronous-float64.js";
import { exactAdjoints } from "../support/exact-adjoints.js";
import { implicitMidpoint } from "./implicit-midpoint.js";
import { byComplexStep, wave, waveGrid, waveStart, waveSteps } from "./wave.js";

/** k = f(t + h/2, y + h/2 k), iterated over complex numbers until nothing changes any more. */
const oracle = byComplexStep((f, y0) =>
  waveSteps.reduce((y, { t, h }) => {
    let k = f(t + h / 2, y);
    for (let i = 0; i < 200; i++) k = f(t + h / 2, y.plus(k.times(h / 2)));
    return y.plus(k.times(h));
  }, complex(y0)),
);
/** The same, computed elsewhere. */
const golden = [0.292878751837114, 0.428074573167586, 0.291837202185436, 0.048973869022013];

const options = { method: implicitMidpoint, grid: waveGrid };
const times = [0, 1];
const last = Float64Array.of(0, 1);

test("The reference implementation is correct.", () => {
  [oracle.value, ...oracle.derivatives].forEach((value, i) => {
    expect(Math.abs(value - (golden[i] as number))).toBeLessThan(1e-14);
  });
});

describe.each(exactAdjoints)("The implicit midpoint rule under %s", (_, adjoint) => {
  const expectGradient = (y0: Float64Array, [theta]: ReadonlyArray<Float64Array>) => {
    const gradient = [...y0, ...(theta ?? [])];
    expect(gradient).toHaveLength(3);
    oracle.derivatives.forEach((value, i) => {
      expect(Math.abs((gradient[i] as number) - value)).toBeLessThanOrEqual(
        1e-12 * Math.abs(value),
      );
    });
  };

  test("has the gradient of its discrete solution to 1e-12.", () => {
    const solution = solve(wave, waveStart, times, { ...options, adjoint, backend: float64 });
    expect(Math.abs((solution.ys[1] as number) - oracle.value)).toBeLessThanOrEqual(1e-14);
    const { y0, parameters } = solution.pullback(last);
    expectGradient(y0, parameters);
    solution.dispose();
  });

  test("awaits its norms if the backend reads asynchronously.", async () => {
    const later = { ...options, adjoint, backend: asynchronousFloat64 };
    const solution = await solveAsync(wave, waveStart, times, later);
    const { y0, parameters } = await solution.pullbackAsync(last);
    expectGradient(y0, parameters);
    // A norm for each iteration of each of the four steps.
    expect(solution.stats.forward.readbacks).toBeGreaterThan(4 * 4);
    solution.dispose();
  });
});

test("It accepts tensors, including traced parameters, and leaks none.", () => {
  const rate = tf.tidy(() => tf.variable(tf.scalar(-0.5)));
  const y0 = tf.tensor1d([1, 2]);
  const before = tf.memory().numTensors;
  const { value, grads } = tf.variableGrads(() => {
    const ys = odeintSymplecticAdjoint((_t, y) => y.mul(rate), y0, [0, 1], {
      method: implicitMidpoint,
      stepSize: 0.25,
    });
    return ys.gather([1]).sum() as tf.Scalar;
  });
  // y⁺ = y (1 + h a/2) / (1 − h a/2), four times.
  const ratio = (1 - 0.0625) / (1 + 0.0625);
  const [h, a] = [0.25, -0.5];
  const slope = (4 * ratio ** 4 * h) / (1 - ((h * a) / 2) ** 2);
  expect(value.dataSync()[0]).toBeCloseTo(3 * ratio ** 4, 5);
  expect(grads[rate.name]?.dataSync()[0]).toBeCloseTo(3 * slope, 4);
  tf.dispose([value, grads]);
  expect(tf.memory().numTensors).toBe(before);
  tf.dispose([rate, y0]);
});

test("It leaves nothing behind, whichever evaluation of f fails.", () => {
  const rate = tf.tidy(() => tf.variable(tf.scalar(-0.5)));
  const y0 = tf.tensor1d([1, 2]);
  const options = { method: implicitMidpoint, stepSize: 0.5 };
  const before = tf.memory().numTensors;
  let failures = 0;
  for (let n = 1; ; n++) {
    let calls = 0;
    const f = (_t: number, y: tf.Tensor) => {
      if (++calls === n) throw new RangeError("failed on purpose");
      return y.mul(rate);
    };
    let solution: { dispose(): void } | undefined;
    try {
      const solved = solve(f, y0, [0, 1], { ...options, parameters: [rate] });
      solution = solved;
      const ones = tf.onesLike(solved.ys);
      try {
        const { y0: lambda, parameters } = solved.pullback(ones);
        tf.dispose([lambda, ...parameters]);
      } finally {
        ones.dispose();
      }
      if (calls < n) break;
    } catch (error) {
      expect(error).toEqual(new RangeError("failed on purpose"));
      failures++;
    } finally {
      solution?.dispose();
      expect(tf.memory().numTensors, `after evaluation ${n}`).toBe(before);
    }
  }
  expect(failures).toBeGreaterThan(10);
  tf.dispose([rate, y0]);
});
