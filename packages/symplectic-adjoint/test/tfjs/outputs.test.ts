import * as tf from "@tensorflow/tfjs";
import { describe, expect, it } from "vitest";
import { solve, symplecticAdjoint } from "../../src/index.js";
import { expectClose, numbersOf } from "../support/tfjs/expect-close.js";
import { onEachEngine } from "../support/tfjs/on-each-engine.js";
import { exactStrategies, strategies } from "../support/tfjs/strategies.js";

const times = Array.from({ length: 21 }, (_, i) => i / 10);
const tight = { rtol: 1e-6, atol: 1e-7 } as const;

onEachEngine("Outputs", () => {
  const f = (t: number, y: tf.Tensor) => tf.mul(y, -1 - t);
  const start = () => tf.tensor1d([1, 2]);

  describe.each(strategies)("of $name", ({ integrate, integrateAsync, exact }) => {
    it("are interpolated within steps: they agree with landing, and cost no evaluation", async () => {
      const counts = [];
      for (const t of [[0, 2], times]) {
        let evaluations = 0;
        const counting = (at: number, y: tf.Tensor) => {
          evaluations++;
          return f(at, y);
        };
        const solution = await integrateAsync(counting, start(), t, {
          ...{ ...tight, interpolate: true, differentiate: false },
        });
        expect(solution.ys.shape).toEqual([t.length, 2]);
        counts.push(evaluations);
        solution.dispose();
      }
      expect(counts[1]).toBe(counts[0]);
      const landed = integrate(f, start(), times, tight);
      expectClose(integrate(f, start(), times, { ...tight, interpolate: true }), landed, 2e-5);
    });

    it("are differentiated alike, interpolated or landed on", () => {
      const gradient = (interpolate: boolean) =>
        tf.grad((y: tf.Tensor) =>
          tf.sum(tf.square(integrate(f, y as tf.Tensor1D, times, { ...tight, interpolate }))),
        )(start());
      expectClose(gradient(true), gradient(false), exact ? 1e-4 : 1e-3);
    });

    it("may be a function of the state, differentiated with what it reads", () => {
      const w = tf.variable(tf.tensor1d([2, 3]));
      const options = { ...tight, interpolate: true };
      const { value, grads } = tf.variableGrads(() => {
        const saved = integrate(f as never, start(), times, {
          ...options,
          save: (t: number, y: tf.Tensor) => ({ a: [tf.sum(tf.mul(y, w))], t: tf.scalar(t) }),
        } as never) as unknown as { a: [tf.Tensor]; t: tf.Tensor };
        expect(saved.a[0].shape).toEqual([21]);
        expectClose(saved.t, tf.tensor1d(times), 1e-6);
        return tf.sum(saved.a[0]) as tf.Scalar;
      }, [w]);
      const ys = integrate(f, start(), times, options);
      const sums = tf.sum(ys, 0);
      expectClose(grads[w.name] as tf.Tensor, sums, 1e-4);
      expectClose(value, tf.sum(tf.mul(sums, w)), 1e-4);
      w.dispose();
    });
  });

  describe.each(exactStrategies)("of $name", ({ integrate }) => {
    it("may be every step, repeated, and without the start", () => {
      const run = (options: object, t: ReadonlyArray<number> = [0, 1, 1, 2]) =>
        integrate(f, start(), t, { ...tight, ...options });
      const all = run({ saveSteps: true });
      const ends: Array<number> = [];
      run({
        onStep: ({ t, h, accepted }: { t: number; h: number; accepted: boolean }) => {
          if (accepted) ends.push(t + h);
        },
      });
      // The output time 1 occurs twice.
      expect(all.shape).toEqual([ends.length + 2, 2]);
      const without = run({ saveStart: false });
      expectClose(without, tf.slice(run({}), [1, 0], [3, 2]), 0);
      const [first, again] = tf.unstack(without) as [tf.Tensor, tf.Tensor];
      expectClose(first, again, 0);
      // Each of the two counts.
      const grad = tf.grad((y: tf.Tensor) =>
        tf.sum(integrate(f, y as tf.Tensor1D, [0, 1, 1], { ...tight, saveStart: false })),
      )(start());
      const once = tf.grad((y: tf.Tensor) =>
        tf.sum(integrate(f, y as tf.Tensor1D, [0, 1], { ...tight, saveStart: false })),
      )(start());
      expectClose(grad, tf.mul(once, 2), 1e-5);
      expectClose(run({}, [3, 3]), tf.stack([start(), start()]), 0);
    });

    it("end where onStep says so, with the gradient of what there is", () => {
      const stopped = (y: tf.Tensor) =>
        integrate(f, y as tf.Tensor1D, [0, 0.1, 50], {
          ...{ ...tight, method: "rk4", stepSize: 0.1 },
          onStep: ({ t, h, state }) => {
            const [first] = numbersOf(state() as tf.Tensor) as [number];
            return t + h > 0.25 && first < 0.75 ? "stop" : undefined;
          },
        });
      const ys = stopped(start());
      const [, , end] = tf.unstack(ys) as [tf.Tensor, tf.Tensor, tf.Tensor];
      expect(ys.shape[0]).toBe(3);
      expect(numbersOf(end)[0]).toBeCloseTo(Math.exp(-0.3 - 0.045), 4);
      const gradient = tf.grad((y: tf.Tensor) => tf.sum(stopped(y)))(start());
      expectClose(gradient, tf.div(tf.sum(ys, 0), start()), 1e-5);
    });
  });

  it("of a dense solution are everywhere, on the tape too", () => {
    const w = tf.variable(tf.tensor1d([-1, -0.5]));
    const g = (_t: number, y: tf.Tensor) => tf.mul(y, w);
    const exactly = (t: number) => tf.mul(start(), tf.exp(tf.mul(w, t)));
    const solution = solve(g, start(), [0, 2], { ...tight, dense: true });
    expectClose(solution.evaluate(0.7), exactly(0.7), 2e-5);
    expectClose(solution.evaluate([1.5, 0, 0.3, 2]), tf.stack([1.5, 0, 0.3, 2].map(exactly)), 2e-5);
    expectClose(solution.derivative([0.7]), tf.stack([tf.mul(exactly(0.7), w)]), 2e-4);
    expectClose(solution.evaluate(0), start(), 0);
    expect(() => solution.evaluate(2.1)).toThrow(/between 0 and 2/);

    const opened: Array<{ dispose(): void }> = [];
    for (const t of [0.7, [0.2, 0.7, 0.9, 1.9]] as const) {
      const loss = (y: tf.Tensor) => {
        const inner = solve(g, y as tf.Tensor1D, [0, 2], {
          ...{ ...tight, dense: true, adjoint: symplecticAdjoint() },
        });
        opened.push(inner);
        return tf.sum(inner.evaluate(t as never));
      };
      const list = typeof t === "number" ? [t] : [...t];
      const expected = tf.sum(tf.stack(list.map((at) => tf.exp(tf.mul(w, at)))), 0);
      expectClose(tf.grad(loss)(start()), expected, 1e-4);
      const { grads } = tf.variableGrads(() => loss(start()) as tf.Scalar, [w]);
      const slopes = tf.sum(tf.stack(list.map((at) => tf.mul(exactly(at), at))), 0);
      expectClose(grads[w.name] as tf.Tensor, slopes, 1e-4);
    }

    const byTime = tf.grad((t: tf.Tensor) => tf.sum(solution.evaluate(t)))(tf.tensor1d([0.5, 1.5]));
    expectClose(byTime, tf.sum(solution.derivative([0.5, 1.5]), 1), 1e-5);
    for (const inner of opened) inner.dispose();
    solution.dispose();
    expect(() => solution.evaluate(1)).toThrow(/after dispose/);
    w.dispose();
  });

  it("may be ten thousand without as many tensors", () => {
    const many = Array.from({ length: 10_000 }, (_, i) => i / 5000);
    let most = 0;
    const before = tf.memory().numTensors;
    const solution = solve(f, start(), many, {
      ...{ ...tight, interpolate: true },
      onStep: () => {
        most = Math.max(most, tf.memory().numTensors - before);
      },
    });
    expect(solution.ys.shape).toEqual([10_000, 2]);
    expect(most).toBeLessThan(300);
    solution.dispose();
  });
});
