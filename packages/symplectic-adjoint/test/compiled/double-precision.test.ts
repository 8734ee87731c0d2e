import { compiled } from "@symplectic-adjoint/compile";
import * as tf from "@tensorflow/tfjs";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import * as bare from "../../src/float64/index.js";
import { fixedSteps, float64, solve } from "../../src/index.js";
import { add, type C, type Cs, mul, sin, tanh, times2 } from "./support/complex-numbers.js";
import { startOf, wavingNetwork } from "./support/waving-network.js";

const options = {
  backend: float64,
  method: "rk4",
  controller: fixedSteps({ stepsPerInterval: 7 }),
} as const;
const times = [0, 0.5, 1.25];

/** Σ sin(i) ys_i of rk4 written out, in complex numbers as pairs: its imaginary part is a derivative by complex step. */
function lossByHand(
  at: ReadonlyArray<ReadonlyArray<number>>,
  [leaf, index]: readonly [number, number],
): number {
  const step = 1e-30;
  const numbers: ReadonlyArray<Cs> = at.map((values, i) =>
    values.map((value, j) => [value, i === leaf && j === index ? step : 0] as const),
  );
  const [t, y0, w, b, u, v] = numbers as unknown as [Cs, Cs, Cs, Cs, Cs, Cs];
  const f = (time: C, y: Cs): Cs => {
    const wave = sin(times2(time));
    return y.map((_, place) => {
      const [row, column] = [place >> 1, place & 1];
      let sum: C = [0, 0];
      for (let k = 0; k < b.length; k++) {
        const x = add(
          mul(y[2 * row] as C, w[k] as C),
          mul(y[2 * row + 1] as C, w[b.length + k] as C),
        );
        const hidden = tanh(add(add(x, b[k] as C), mul(u[k] as C, wave)));
        sum = add(sum, mul(hidden, v[2 * k + column] as C));
      }
      return sum;
    });
  };
  const along = (y: Cs, scale: C, k: Cs): Cs => y.map((x, i) => add(x, mul(scale, k[i] as C)));
  let y: Cs = y0;
  let [row, total] = [0, 0];
  const count = (state: Cs) => {
    for (const [, imaginary] of state) total += Math.sin(row++) * imaginary;
  };
  count(y);
  for (let i = 1; i < t.length; i++) {
    const [from, to] = [t[i - 1] as C, t[i] as C];
    const h: C = [(to[0] - from[0]) / 7, (to[1] - from[1]) / 7];
    const half: C = [h[0] / 2, h[1] / 2];
    for (let n = 0; n < 7; n++) {
      const start = add(from, [n * h[0], n * h[1]]);
      const k1 = f(start, y);
      const k2 = f(add(start, half), along(y, half, k1));
      const k3 = f(add(start, half), along(y, half, k2));
      const k4 = f(add(start, h), along(y, h, k3));
      y = y.map((x, j) => {
        const [a, b2, c, d] = [k1[j], k2[j], k3[j], k4[j]] as [C, C, C, C];
        const slopes = add(add(a, d), times2(add(b2, c)));
        return add(x, mul([h[0] / 6, h[1] / 6], slopes));
      });
    }
    count(y);
  }
  return total / step;
}

describe("A function of tensors in double precision", () => {
  beforeAll(() => tf.engine().startScope());
  afterAll(() => {
    tf.engine().endScope();
    tf.disposeVariables();
  });

  const doubles = (tensor: tf.Tensor) => Float64Array.from(tensor.dataSync(), (x) => x + 1e-9);

  it.each([["wasm"], ["javascript"]] as const)(
    "has the gradients of the program by complex step, on %s.",
    (executor) => {
      const { f, weights } = wavingNetwork(3);
      const parameters = new Map(weights.map((weight) => [weight as tf.Tensor, doubles(weight)]));
      const g = compiled(f, {
        ...{ time: "tensor", precision: "float64", stateShape: [3, 2], parameters, executor },
      });
      const y0 = doubles(startOf());
      const t = Float64Array.from(times);
      const solution = solve(g, y0, t, options);
      expect(solution.stats.compiled).toMatchObject({ executor, precision: "float64", traces: 1 });
      const order = [...parameters.values()];
      expect(new Set(solution.parameters)).toEqual(new Set(order));
      const weights64 = solution.ys.map((_, i) => Math.sin(i));
      const found = solution.pullback(weights64, { times: true });
      // Without times, whole steps are reversed in one call.
      const whole = solution.pullback(weights64);
      for (const [i, array] of [whole.y0, ...whole.parameters].entries())
        for (const [j, value] of array.entries())
          expect(value).toBeCloseTo([found.y0, ...found.parameters][i]?.[j] as number, 11);
      // Parameters are in the order in which f reads them.
      const inOrder = order.map((array) => found.parameters[solution.parameters.indexOf(array)]);
      const gradients = [found.t, found.y0, ...inOrder] as ReadonlyArray<Float64Array>;
      const at = [t, y0, ...parameters.values()].map((values) => Array.from(values));
      for (const [leaf, gradient] of gradients.entries())
        for (const [i, value] of gradient.entries()) {
          const expected = lossByHand(at, [leaf, i]);
          expect(Math.abs(value - expected)).toBeLessThan(1e-10 * (1 + Math.abs(expected)));
        }
    },
  );

  it("takes the values of tensors that are not given in double precision, anew for each solve.", () => {
    const rate = tf.variable(tf.scalar(0.5));
    const g = compiled((_t: number, y: tf.Tensor) => tf.mul(y, rate), { precision: "float64" });
    for (const value of [0.5, -0.25]) {
      rate.assign(tf.scalar(value));
      const solution = bare.solve(g, Float64Array.of(2), [0, 1], { rtol: 1e-11, atol: 1e-13 });
      expect(solution.ys[1]).toBeCloseTo(2 * Math.exp(value), 9);
      expect(solution.parameters).toEqual([Float64Array.of(value)]);
      const { y0, parameters } = solution.pullback(Float64Array.of(0, 1));
      expect(y0[0]).toBeCloseTo(Math.exp(value), 9);
      expect(parameters[0]?.[0]).toBeCloseTo(2 * Math.exp(value), 9);
    }
  });

  it("can be called with Float64Arrays, in the structure of the state.", () => {
    const g = compiled(
      (_t: number, { q, p }: { q: tf.Tensor; p: tf.Tensor }) => ({ q: p, p: tf.neg(q) }),
      { precision: "float64" },
    );
    const state = { q: Float64Array.of(0.1), p: Float64Array.of(0.2) };
    expect(g(0, state)).toEqual({ q: Float64Array.of(0.2), p: Float64Array.of(-0.1) });
  });

  it("has events and saved values, of functions of Float64Arrays or compiled ones.", () => {
    const fall = compiled(
      (_t: number, y: tf.Tensor1D) => tf.concat([tf.slice(y, [1], [1]), tf.tensor1d([-8])]),
      { precision: "float64" },
    );
    const run = (condition: unknown, save: unknown) => {
      const events = [{ condition, terminal: true }] as never;
      const found = bare.solve(fall, Float64Array.of(1, 0), [0, 2], {
        events,
        save: save as never,
      });
      return [found.events?.t[0], found.ys] as const;
    };
    const plain = run(
      (_t: number, y: Float64Array) => y[0] as number,
      (_t: number, y: Float64Array) => Float64Array.of((y[1] as number) ** 2),
    );
    const traced = run(
      compiled((_t: number, y: tf.Tensor) => tf.slice(y, [0], [1]).reshape([]), {
        precision: "float64",
      }),
      compiled((_t: number, y: tf.Tensor) => tf.square(tf.slice(y, [1], [1])), {
        precision: "float64",
      }),
    );
    for (const [t, ys] of [plain, traced]) {
      expect(t).toBeCloseTo(0.5, 12);
      expect(Array.from(ys as Float64Array)).toEqual([0, 16].map((x) => expect.closeTo(x, 10)));
    }
  });

  it("is refused on tensors, and a compiled function of tensors on Float64Arrays.", () => {
    const f = (_t: number, y: tf.Tensor) => tf.neg(y);
    const g = compiled(f, { precision: "float64" });
    expect(() => solve(g as never, tf.tensor1d([1]), [0, 1])).toThrow(/double precision/);
    expect(() => bare.solve(compiled(f) as never, Float64Array.of(1), [0, 1])).toThrow(
      /precision: "float64"/,
    );
    const shaped = compiled(f, { precision: "float64", stateShape: [3] });
    expect(() => bare.solve(shaped, Float64Array.of(1), [0, 1])).toThrow(
      /has 3 numbers, but array 0/,
    );
  });
});
