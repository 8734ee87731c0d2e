import { compiled } from "@symplectic-adjoint/compile";
import * as tf from "@tensorflow/tfjs";
import { expect, it } from "vitest";
import { odeintSymplecticAdjoint, type Solution, solve } from "../../src/index.js";
import { expectClose } from "../support/tfjs/expect-close.js";
import { onEachEngine } from "../support/tfjs/on-each-engine.js";
import { strategies } from "../support/tfjs/strategies.js";

type Phases = { q: tf.Tensor; p: [tf.Tensor, tf.Tensor] };
const scalars = (...values: Array<number>) => values.map((value) => tf.variable(tf.scalar(value)));

onEachEngine("The parameters of a compiled function", () => {
  it.each(strategies)("may be freed before the backward pass, in $name.", ({ integrate }) => {
    const [root] = scalars(0.8) as [tf.Variable];
    const run = (compile: typeof compiled | undefined) =>
      tf.variableGrads(() =>
        tf.tidy(() => {
          const rate = tf.square(root);
          const f = (_t: number, y: tf.Tensor) => tf.mul(y, rate);
          const options = { method: "rk4", stepsPerInterval: 4, parameters: [rate] } as const;
          const y0 = tf.tensor1d([1]);
          return tf.sum(
            integrate((compile?.(f) ?? f) as never, y0, [0, 1], options as never) as never,
          );
        }),
      );
    const [found, expected] = [run(compiled), run(undefined)];
    expectClose(found.value, expected.value, 1e-6);
    expectClose(found.grads[root.name] as tf.Tensor, expected.grads[root.name] as tf.Tensor, 1e-5);
  });

  it("are those of f, and those that only other functions read.", () => {
    const [rate, scale, level, factor] = scalars(-0.5, 3, 1.5, 0.7) as [
      ...[tf.Variable, tf.Variable, tf.Variable, tf.Variable],
    ];
    const options = {
      ...{ method: "rk4", stepsPerInterval: 8 },
      save: (_t: number, y: tf.Tensor) => tf.mul(tf.square(y), scale),
      events: [
        {
          condition: (_t: number, y: tf.Tensor) => tf.sub(tf.sum(y), level),
          reset: (_t: number, y: tf.Tensor) => tf.mul(y, factor),
        },
      ],
    };
    const run = (f: unknown) => {
      const solution = solve(
        f as never,
        tf.tensor1d([2]),
        [0, 1],
        options as never,
      ) as never as Solution<tf.Tensor, tf.Tensor>;
      expect(solution.events?.which).toEqual([0]);
      const { parameters } = solution.pullback(tf.onesLike(solution.ys), {
        events: { times: tf.tensor1d([2]) },
      });
      const order = solution.parameters;
      solution.dispose();
      return { order, all: parameters };
    };
    const f = (_t: number, y: tf.Tensor) => tf.mul(y, rate);
    const [found, expected] = [run(compiled(f)), run(f)];
    expect(found.order).toEqual(expected.order);
    expect(new Set(found.order)).toEqual(new Set([rate, scale, level, factor]));
    for (const [i, gradient] of found.all.entries()) {
      expectClose(gradient, expected.all[i] as tf.Tensor, 2e-5);
      expect(gradient.dataSync()[0]).not.toBe(0);
    }
  });

  it("may not be read by f at all, nor all arrays of the state.", () => {
    const [weight, unread] = scalars(0.3, 2) as [tf.Variable, tf.Variable];
    const f = (_t: number, { q, p: [, b] }: Phases) => ({
      q: tf.mul(q, weight),
      p: [tf.onesLike(q), tf.neg(b)],
    });
    const y0 = { q: tf.tensor1d([1, 2]), p: [tf.tensor1d([3, 4]), tf.scalar(5)] };
    const run = (func: unknown) =>
      tf.grads((w: tf.Tensor, u: tf.Tensor, q: tf.Tensor, a: tf.Tensor, b: tf.Tensor) => {
        const ys = odeintSymplecticAdjoint(func as never, { q, p: [a, b] } as never, [0, 1], {
          ...{ method: "rk4", parameters: [w, u] as never },
        }) as never as Phases;
        return tf.addN(
          [ys.q, ys.p[0], tf.mul(ys.p[1], 2)].map((leaf) => tf.sum(tf.square(leaf))),
        ) as tf.Scalar;
      })([weight, unread, y0.q, ...(y0.p as [tf.Tensor, tf.Tensor])]);
    const [found, expected] = [run(compiled(f)), run(f)];
    for (const [i, gradient] of found.entries())
      expectClose(gradient, expected[i] as tf.Tensor, 1e-5);
    expect(found[1]?.dataSync()[0]).toBe(0);
  });

  it("are found anew if one was disposed of.", () => {
    let weight = tf.tensor1d([0.5, -1]);
    const g = compiled((_t: number, y: tf.Tensor) => tf.mul(y, weight));
    const ends = () => {
      const ys = odeintSymplecticAdjoint(g as never, tf.tensor1d([1, 1]), [0, 1], {
        method: "rk4",
      });
      return Array.from((ys as tf.Tensor).dataSync()).slice(2);
    };
    const first = ends();
    weight.dispose();
    weight = tf.tensor1d([1, 2]);
    const second = ends();
    expect(first).toEqual([1.6484375, 0.375].map((x) => expect.closeTo(x, 5)));
    expect(second).toEqual([2.7083333, 7].map((x) => expect.closeTo(x, 5)));
  });
});
