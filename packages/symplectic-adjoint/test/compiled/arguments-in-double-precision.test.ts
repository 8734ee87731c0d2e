import { compiled } from "@symplectic-adjoint/compile";
import * as tf from "@tensorflow/tfjs";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { fixedSteps, float64, solve } from "../../src/index.js";
import { add, type C, type Cs, mul, sin, tanh, times2 } from "./support/complex-numbers.js";

const steps = 6;
const controller = fixedSteps({ stepsPerInterval: steps });
const options = { backend: float64, method: "rk4", controller } as const;
const size = 3;

/** y' = tanh(a y + b sin 2t) w, number by number. */
const f = (t: tf.Scalar, y: tf.Tensor, a: tf.Tensor, b: tf.Tensor, w: tf.Tensor) =>
  tf.mul(tf.tanh(tf.add(tf.mul(a, y), tf.mul(b, tf.sin(tf.mul(t, 2))))), w);

/** Σ cos(i) y_i(1) of rk4 written out, and its derivative by complex step for one number of [y0, a, b, w]. */
function byHand(
  at: ReadonlyArray<ReadonlyArray<number>>,
  [leaf, index]: readonly [number, number],
): number {
  const step = 1e-30;
  const [y0, a, b, w] = at.map((values, i) =>
    values.map((value, j): C => [value, i === leaf && j === index ? step : 0]),
  ) as unknown as [Cs, Cs, Cs, Cs];
  const slope = (t: number, y: Cs): Cs =>
    y.map((x, i) => {
      const wave = mul(b[i] as C, sin(times2([t, 0])));
      return mul(tanh(add(mul(a[i] as C, x), wave)), w[i] as C);
    });
  const along = (y: Cs, scale: number, k: Cs): Cs =>
    y.map((x, i) => add(x, mul([scale, 0], k[i] as C)));
  const h = 1 / steps;
  let y = y0;
  for (let n = 0; n < steps; n++) {
    const t = n * h;
    const k1 = slope(t, y);
    const k2 = slope(t + h / 2, along(y, h / 2, k1));
    const k3 = slope(t + h / 2, along(y, h / 2, k2));
    const k4 = slope(t + h, along(y, h, k3));
    y = [k1, k2, k2, k3, k3, k4].reduce((sum, k) => along(sum, h / 6, k), y);
  }
  return y.reduce((sum, [, imaginary], i) => sum + Math.cos(i) * imaginary, 0) / step;
}

describe("A function with further arguments in double precision", () => {
  let tensors = 0;
  beforeEach(() => {
    tensors = tf.memory().numTensors;
    tf.engine().startScope();
  });
  afterEach(() => {
    tf.engine().endScope();
    tf.disposeVariables();
    // Solutions need not be disposed of: they hold no tensors.
    expect(tf.memory().numTensors).toBe(tensors);
  });

  const numbers = (i: number) => Array.from({ length: size }, (_, j) => 0.9 * Math.sin(i + 2 * j));
  const cotangent = [...numbers(0).map(() => 0), ...numbers(0).map((_, i) => Math.cos(i))];

  it.each([["wasm"], ["javascript"]] as const)(
    "has gradients of every argument and variable as by complex step, on %s.",
    (executor) => {
      const w = tf.variable(tf.tensor1d(numbers(9)));
      const [a, b] = [tf.tensor1d(numbers(7)), tf.tensor1d(numbers(8))];
      const own = [a, b, w].map((x) => Float64Array.from(x.dataSync(), (value) => value + 1e-9));
      const parameters = new Map([a, b, w as tf.Tensor].map((x, i) => [x, own[i] as Float64Array]));
      const g = compiled((t, y: tf.Tensor, c: tf.Tensor, d: tf.Tensor) => f(t, y, c, d, w), {
        time: "tensor",
        precision: "float64",
        parameters,
        executor,
      });
      const y0 = Float64Array.from(numbers(6));
      // The second batch consists of tensors, which are copied.
      const others = [tf.tensor1d(numbers(4)), tf.tensor1d(numbers(5))] as const;
      const doubles = others.map((x) => Float64Array.from(x.dataSync()));
      const batches = [
        { args: [a, b] as const, values: own },
        { args: others, values: [...doubles, own[2] as Float64Array] },
      ];
      for (const { args, values } of batches) {
        const solution = solve(g.with(...args), y0, [0, 1], options);
        expect(solution.stats.compiled).toMatchObject({ executor, traces: 1 });
        const { y0: bar, parameters: bars } = solution.pullback(Float64Array.from(cotangent));
        expect(solution.parameters.length).toBe(3);
        const inOrder = values.map((array) =>
          solution.parameters.findIndex((x) => x.every((value, i) => value === array[i])),
        );
        const all = [bar, ...inOrder.map((i) => bars[i] as Float64Array)];
        const at = [y0, ...values].map((x) => Array.from(x));
        for (const [leaf, gradient] of all.entries())
          for (const [i, value] of gradient.entries())
            expect(value).toBeCloseTo(byHand(at, [leaf, i]), 12);
      }
    },
  );

  it("names its parameters, reads its arguments at each solve, and can be called.", () => {
    const g = compiled((_t, y: tf.Tensor, a: tf.Tensor, b: tf.Tensor) => tf.add(tf.mul(y, a), b), {
      precision: "float64",
    });
    const y = Float64Array.of(1, 2);
    for (const i of [1, 2, 3]) {
      const [a, b] = [tf.scalar(i), tf.tensor1d([i, 3])];
      expect(g(0, y, a, b)).toEqual(Float64Array.of(2 * i, 2 * i + 3));
      expect(g.with(a, b)(0, y)).toEqual(Float64Array.of(2 * i, 2 * i + 3));
      const given = { ...options, parameters: [b] } as never;
      const solution = solve(g.with(a, b), y, [0, 1], given) as unknown as {
        readonly parameters: ReadonlyArray<Float64Array>;
        pullback(ys: Float64Array): { readonly parameters: ReadonlyArray<Float64Array> };
      };
      expect(solution.parameters).toEqual([Float64Array.of(i, 3)]);
      tf.dispose([a, b]);
      // Σ_n of rk4's map for y' = a y + b: its derivative for b.
      const h = i / steps;
      const one = 1 + h + h ** 2 / 2 + h ** 3 / 6 + h ** 4 / 24;
      const [bar] = solution.pullback(Float64Array.of(0, 0, 1, 0)).parameters;
      expect(bar?.[0]).toBeCloseTo((one ** steps - 1) / i, 12);
      expect(bar?.[1]).toBe(0);
    }
  });

  it("must have its arguments.", () => {
    const g = compiled((_t, y: tf.Tensor, a: tf.Tensor) => tf.mul(y, a), { precision: "float64" });
    const y = Float64Array.of(1);
    expect(() => solve(g as never, y, [0, 1], options)).toThrow(/f\.with\(a\)/);
    expect(() => (g as unknown as (t: number, x: Float64Array) => void)(0, y)).toThrow(
      /f\.with\(a\)/,
    );
    const a = tf.scalar(1);
    const bound = g.with(a);
    a.dispose();
    expect(() => solve(bound, y, [0, 1], options)).toThrow(/args\[0\] is disposed/);
    expect(() => bound(0, y)).toThrow(/args\[0\] is disposed/);
  });

  it("shares its arguments with what is saved.", () => {
    const f64 = { precision: "float64" } as const;
    const g = compiled((_t, y: tf.Tensor, a: tf.Tensor) => tf.mul(y, a), f64);
    const save = compiled((_t, y: tf.Tensor, a: tf.Tensor) => tf.mul(tf.square(y), a), f64);
    for (const i of [1, 2]) {
      const a = tf.scalar(i / 10);
      const given = { ...options, save: save.with(a) } as never;
      const solution = solve(g.with(a), Float64Array.of(1), [0, 1], given) as unknown as {
        readonly ys: Float64Array;
        readonly stats: { readonly compiled?: unknown };
        readonly parameters: ReadonlyArray<Float64Array>;
      };
      const rate = Math.fround(i / 10);
      expect(solution.ys[1]).toBeCloseTo(rate * Math.exp(2 * rate), 7);
      expect(solution.parameters).toEqual([Float64Array.of(rate)]);
      expect(solution.stats.compiled).toMatchObject({ traces: 1 });
    }
  });
});
