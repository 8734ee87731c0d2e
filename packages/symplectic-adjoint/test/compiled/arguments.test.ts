import { compiled } from "@symplectic-adjoint/compile";
import * as tf from "@tensorflow/tfjs";
import { describe, expect, it } from "vitest";
import { solve } from "../../src/index.js";
import { expectClose } from "../support/tfjs/expect-close.js";
import { onEachEngine } from "../support/tfjs/on-each-engine.js";
import { strategies } from "../support/tfjs/strategies.js";
import { startOf, wavingNetwork } from "./support/waving-network.js";

const options = { method: "rk4", stepsPerInterval: 3, time: "tensor" } as const;
const asAny = (value: unknown) => value as never;

/** A network that also reads the data of a batch: what is added to its input, and a factor. */
function network() {
  const { f, weights } = wavingNetwork();
  return {
    weights,
    f: (t: tf.Scalar, y: tf.Tensor, shift: tf.Tensor, scale: tf.Tensor) =>
      tf.mul(f(t, tf.add(y, shift)), scale),
  };
}

type Data = [shift: tf.Tensor, scale: tf.Tensor];

/** The data of batch `i`. */
function batch(i: number): Data {
  const shift = tf.tensor2d(
    Array.from({ length: 6 }, (_, j) => 0.5 * Math.sin(1 + i + 2 * j)),
    [3, 2],
  );
  return [shift, tf.scalar(0.8 + 0.1 * i)];
}

onEachEngine("A compiled function with further arguments", () => {
  describe.each(strategies)("in $name", ({ name, integrate, integrateAsync }) => {
    const tolerance = name === "odeintAdjoint" ? 1e-3 : 2e-5;

    it("has the solution and gradients of the interpreted one for ten batches, traced once.", () => {
      const { f, weights } = network();
      const g = compiled(f, { time: "tensor" });
      for (let i = 0; i < 10; i++) {
        const at = [tf.tensor1d([0, 0.4, 1]), startOf(), ...batch(i), ...weights];
        const run = (bound: (...args: Data) => unknown) => {
          let ys: tf.Tensor | undefined;
          const loss = (times: tf.Tensor, y0: tf.Tensor, ...[a, b]: Data) => {
            const found = integrate(asAny(bound(a, b)), y0, times, asAny(options));
            ys = tf.keep(found as unknown as tf.Tensor);
            return tf.sum(tf.mul(ys, tf.sin(tf.range(0, ys.size)).reshape(ys.shape)));
          };
          const gradients = tf.grads(loss as never)(at);
          return [ys as unknown as tf.Tensor, ...gradients];
        };
        const found = run((...args) => g.with(...args));
        const expected = run(
          (...args) =>
            (t: tf.Scalar, y: tf.Tensor) =>
              f(t, y, ...args),
        );
        expectClose(found[0] as tf.Tensor, expected[0] as tf.Tensor, 1e-5);
        expect(found.length).toBe(9);
        for (const [j, one] of found.entries())
          expectClose(one, expected[j] as tf.Tensor, tolerance);
        tf.dispose([found[0], expected[0]] as Array<tf.Tensor>);
      }
      const solution = solve(asAny(g.with(...batch(10))), startOf(), [0, 1], asAny(options));
      expect(solution.stats.compiled).toMatchObject({ traces: 1 });
      solution.dispose();
    });

    it("has an asynchronous solution, its gradients, and a place on a tape.", async () => {
      const { f } = network();
      const data = batch(3);
      const run = async (func: unknown) => {
        const y0 = startOf();
        const solution = await integrateAsync(asAny(func), y0, [0, 0.4, 1], asAny(options));
        const ys = solution.ys as unknown as tf.Tensor;
        const { y0: bar, parameters } = solution.pullback(ys as never);
        const onTape = tf.grads((start: tf.Tensor, ..._data: Array<tf.Tensor>) =>
          tf.sum(tf.square(solution.differentiable(asAny(start)) as tf.Tensor)),
        )([y0, ...data]);
        const all = [ys.clone(), bar as unknown as tf.Tensor, ...parameters, ...onTape];
        const order = solution.parameters;
        solution.dispose();
        return { all, order };
      };
      const plain = (t: tf.Scalar, y: tf.Tensor) => f(t, y, ...data);
      const found = await run(compiled(f, { time: "tensor" }).with(...data));
      const expected = await run(plain);
      expect(found.order).toEqual(expected.order);
      expect(found.all.length).toBe(expected.all.length);
      for (const [i, one] of found.all.entries())
        expectClose(one, expected.all[i] as tf.Tensor, tolerance);
      tf.dispose([found.all, expected.all]);
    });
  });
});
