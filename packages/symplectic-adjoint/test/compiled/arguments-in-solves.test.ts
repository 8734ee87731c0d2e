import { compiled } from "@symplectic-adjoint/compile";
import * as tf from "@tensorflow/tfjs";
import { describe, expect, it } from "vitest";
import { checkGradient, odeintEvent, odeintSymplecticAdjoint, solve } from "../../src/index.js";
import { expectClose } from "../support/tfjs/expect-close.js";
import { onEachEngine } from "../support/tfjs/on-each-engine.js";

const rk4 = { method: "rk4" } as const;
const asAny = (value: unknown) => value as never;
type F = (t: number, y: tf.Tensor) => tf.Tensor;
const rate = (_t: number, y: tf.Tensor, a: tf.Tensor) => tf.mul(y, a);
/** One step of rk4 for y' = a y, from 1 over a time of 1, and its derivative for a. */
const growth = (a: number) => 1 + a + a ** 2 / 2 + a ** 3 / 6 + a ** 4 / 24;
const slope = (a: number) => 1 + a + a ** 2 / 2 + a ** 3 / 6;

const ways = [
  ["an argument", (a: tf.Tensor) => compiled(rate).with(a)],
  [
    "a tensor that a compiled f captured",
    (a: tf.Tensor) => compiled<tf.Tensor>((t, y) => rate(t, y, a)),
  ],
] as const;

onEachEngine("In a solve", () => {
  describe.each(ways)("%s", (_, bind) => {
    it("may be computed by the loss, from a variable.", () => {
      const v = tf.variable(tf.tensor1d([0.5, 0.2]));
      const { value, grads } = tf.variableGrads(() => {
        const ys = odeintSymplecticAdjoint(bind(tf.mul(v, 2)), tf.ones([2]), [0, 1], rk4);
        return tf.sum(ys);
      });
      expectClose(value, [2 + growth(1) + growth(0.4)], 1e-6);
      expectClose(grads[v.name] as tf.Tensor, [2 * slope(1), 2 * slope(0.4)], 1e-6);
    });

    it("may be disposed of between the passes.", () => {
      const a = tf.tensor1d([0.5, 0.2]);
      const solution = solve(bind(a), tf.ones([2]), [0, 1], rk4);
      a.dispose();
      const { parameters } = solution.pullback(tf.ones([2, 2]));
      expectClose(parameters[0] as tf.Tensor, [slope(0.5), slope(0.2)], 1e-6);
      solution.dispose();
    });
  });

  it("an end time may be an argument, computed from a variable.", () => {
    const end = tf.variable(tf.scalar(0.8));
    const f = compiled((_t, y: tf.Tensor, duration: tf.Tensor) => tf.mul(tf.neg(y), duration));
    const { grads } = tf.variableGrads(() => {
      const duration = tf.square(end);
      const ys = odeintSymplecticAdjoint(f.with(duration), tf.scalar(1), [0, 1], rk4);
      return tf.sum(ys);
    });
    expectClose(grads[end.name] as tf.Tensor, [-slope(-0.64) * 2 * 0.8], 1e-6);
  });

  it("the initial state may be an argument.", () => {
    const y0 = tf.tensor1d([0.5, 0.2]);
    const gradient = (bind: (y: tf.Tensor) => unknown) =>
      tf.grad((y: tf.Tensor) =>
        tf.sum(odeintSymplecticAdjoint(asAny(bind(y)), y, [0, 1], rk4) as tf.Tensor),
      )(y0);
    const expected = [0.5, 0.2].map((a) => 1 + growth(a) + a * slope(a));
    expectClose(
      gradient((y) => compiled(rate).with(y)),
      expected,
      1e-6,
    );
  });

  it("several may live at once, and be pulled back in any order.", () => {
    const f = compiled(rate);
    const all = [0.1, 0.4, 0.7].map((a) => {
      // The arguments go with the scope, the solution stays.
      const solution = tf.tidy(() => {
        const bound = f.with(tf.fill([2], a));
        return solve(bound, tf.ones([2]), [0, 1], rk4) as never;
      }) as unknown as Solved;
      return { a, solution };
    });
    for (const { a, solution } of [...all].reverse()) {
      for (const factor of [1, 2]) {
        const bars = solution.pullback(tf.fill([2, 2], factor));
        expectClose(
          bars.y0,
          [0, 0].map(() => factor * (1 + growth(a))),
          1e-6,
        );
        expectClose(
          bars.parameters[0] as tf.Tensor,
          [0, 0].map(() => factor * slope(a)),
          1e-6,
        );
      }
    }
    for (const { solution } of all) {
      expect(solution.stats.compiled).toMatchObject({ traces: 1 });
      solution.dispose();
    }
  });

  it("an argument that is assigned to between the passes is an error.", () => {
    const a = tf.variable(tf.tensor1d([0.5, 0.2]));
    const solution = solve(compiled(rate).with(a), tf.ones([2]), [0, 1], rk4);
    a.assign(tf.ones([2]));
    expect(() => solution.pullback(tf.ones([2, 2]))).toThrow(/parameters\[0\] changed/);
    solution.dispose();
  });

  it("what is saved and events may have arguments too.", () => {
    const [f, save] = [compiled(rate), compiled((_t, y: tf.Tensor, b: tf.Tensor) => tf.mul(y, b))];
    const condition = compiled((_t, y: tf.Tensor, level: tf.Tensor) => tf.sub(tf.sum(y), level));
    const plain = { f: rate, save: (_t: number, y: tf.Tensor, b: tf.Tensor) => tf.mul(y, b) };
    for (const i of [1, 2]) {
      const [a, b, level] = [tf.tensor1d([0.3 * i, 0.5]), tf.scalar(i), tf.scalar(2.5)];
      const run = (func: unknown, saved: unknown, event: unknown) => {
        const given = { rtol: 1e-4, atol: 1e-5, save: saved, events: [{ condition: event }] };
        const solution = solve(
          asAny(func),
          tf.ones([2]),
          [0, 1],
          asAny(given),
        ) as unknown as Solved;
        const { parameters } = solution.pullback(tf.onesLike(solution.ys), {
          events: { times: tf.ones([1]) },
        });
        const order = solution.parameters;
        const all = [tf.clone(solution.ys), ...parameters];
        const { compiled: how } = solution.stats;
        solution.dispose();
        return { all, order, how };
      };
      const found = run(f.with(a), save.with(b), condition.with(level));
      const expected = run(
        (t: number, y: tf.Tensor) => plain.f(t, y, a),
        (t: number, y: tf.Tensor) => plain.save(t, y, b),
        (_t: number, y: tf.Tensor) => tf.sub(tf.sum(y), level),
      );
      expect(found.how).toMatchObject({ traces: 1 });
      expect(found.order).toEqual([a, b, level]);
      expect(found.order).toEqual(expected.order);
      for (const [j, one] of found.all.entries())
        expectClose(one, expected.all[j] as tf.Tensor, 2e-4);
    }
  });

  it("ends at an event that depends on an argument.", () => {
    const fall = compiled((_t: number, [, v]: [tf.Tensor, tf.Tensor], gravity: tf.Tensor) => [
      v,
      tf.neg(gravity),
    ]);
    const gravity = tf.variable(tf.scalar(8));
    const event = (_t: number, [x]: [tf.Tensor]) => x;
    const { value, grads } = tf.variableGrads(
      () =>
        odeintEvent(asAny(fall.with(gravity)), [tf.scalar(1), tf.scalar(0)], 0, {
          event: asAny(event),
        }).t,
    );
    expect(value.dataSync()[0]).toBeCloseTo(0.5, 6);
    expect(grads[gravity.name]?.dataSync()[0]).toBeCloseTo(-0.5 / 16, 6);
  });

  it("the gradient can be checked in double precision.", async () => {
    const f = compiled((_t, y: tf.Tensor, a: tf.Tensor) => tf.tanh(tf.mul(y, a)));
    const a = tf.tensor1d([0.5, -0.2]);
    const given = { rtol: 1e-4, atol: 1e-5 };
    const report = await checkGradient(f.with(a), tf.tensor1d([1, 2]), [0, 1], given);
    expect(report).toMatchObject({ precision: "float64" });
    expect(report.largestError).toBeLessThan(1e-8);
    expect(report.comparisons.length).toBeGreaterThan(1);
  });

  it("is a function of (t, y) like any other.", () => {
    const bound = compiled(rate).with(tf.scalar(2));
    const twice: F = (t, y) => tf.mul(bound(t, y), 2);
    const [found, expected] = [twice, (_t: number, y: tf.Tensor) => tf.mul(y, 4)].map((f) =>
      odeintSymplecticAdjoint(f, tf.ones([2]), [0, 1], rk4),
    );
    expectClose(found as tf.Tensor, expected as tf.Tensor, 1e-6);
  });
});

interface Solved {
  readonly ys: tf.Tensor;
  readonly parameters: ReadonlyArray<tf.Tensor>;
  readonly stats: { readonly compiled?: unknown };
  pullback(
    ys: unknown,
    options?: unknown,
  ): { readonly y0: tf.Tensor; readonly parameters: ReadonlyArray<tf.Tensor> };
  dispose(): void;
}
