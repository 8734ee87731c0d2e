import { compiled } from "@symplectic-adjoint/compile";
import * as tf from "@tensorflow/tfjs";
import { describe, expect, it } from "vitest";
import { expectClose } from "../support/tfjs/expect-close.js";
import { onEachEngine } from "../support/tfjs/on-each-engine.js";
import { strategies } from "../support/tfjs/strategies.js";
import { startOf, wavingNetwork } from "./support/waving-network.js";

const times = [0, 0.4, 1];
const options = [
  ["fixed steps", { method: "rk4", stepsPerInterval: 5 }],
  // Not so accurate that rounding in float32 decides the lengths of the steps.
  ["adaptive steps", { method: "dopri5", rtol: 1e-3, atol: 1e-4 }],
  ["interpolated outputs", { interpolate: true, rtol: 1e-4, atol: 1e-5 }],
] as const;

onEachEngine("A compiled function", () => {
  describe.each(strategies)("in $name", ({ name, integrate, integrateAsync }) => {
    // The continuous adjoint integrates backward with steps of its own, which rounding may change.
    const tolerance = name === "odeintAdjoint" ? 1e-3 : 2e-5;

    it.each(options)(
      "has the solution and all gradients of the interpreted one, with %s.",
      (_, o) => {
        const { f, weights } = wavingNetwork();
        const loss =
          (func: typeof f) =>
          (t: tf.Tensor, y0: tf.Tensor, ...all: Array<tf.Tensor>) => {
            const given = { ...o, time: "tensor", parameters: all } as const;
            const ys = integrate(func as never, y0, t, given as never) as unknown as tf.Tensor;
            return tf.sum(tf.mul(ys, tf.sin(tf.range(0, ys.size)).reshape(ys.shape))) as tf.Scalar;
          };
        const at = [tf.tensor1d(times), startOf(), ...weights];
        const found = tf.valueAndGrads(loss(compiled(f, { time: "tensor" }) as never) as never)(at);
        const expected = tf.valueAndGrads(loss(f) as never)(at);
        expectClose(found.value, expected.value, 1e-5);
        expect(found.grads.length).toBe(at.length);
        for (const [i, gradient] of found.grads.entries())
          expectClose(gradient, expected.grads[i] as tf.Tensor, tolerance);
      },
    );

    it("finds its parameters, and reads them at each solve.", () => {
      const { f, weights } = wavingNetwork();
      const g = compiled(f, { time: "tensor" });
      for (let step = 0; step < 3; step++) {
        const run = (func: unknown) =>
          tf.variableGrads(() => {
            const given = { ...options[0][1], time: "tensor" } as const;
            const ys = integrate(func as never, startOf(), times, given as never);
            return tf.sum(tf.square(ys as unknown as tf.Tensor)) as tf.Scalar;
          });
        const [found, expected] = [run(g), run(f)];
        expectClose(found.value, expected.value, 1e-5);
        for (const weight of weights) {
          const gradient = found.grads[weight.name] as tf.Tensor;
          expectClose(gradient, expected.grads[weight.name] as tf.Tensor, tolerance);
          weight.assign(tf.sub(weight, tf.mul(gradient, 0.01)));
        }
      }
    });

    it("has an asynchronous solution, its gradient, and a place on a tape.", async () => {
      const { f } = wavingNetwork();
      const given = { ...options[0][1], time: "tensor" } as never;
      const run = async (func: unknown) => {
        const y0 = startOf();
        const solution = await integrateAsync(func as never, y0, times, given);
        const ys = solution.ys as tf.Tensor;
        const { y0: bar, parameters } = solution.pullback(ys as never);
        const onTape = tf.grad((start: tf.Tensor) =>
          tf.mul(0.5, tf.sum(tf.square(solution.differentiable(start as never) as tf.Tensor))),
        )(y0);
        const all = [ys.clone(), bar as unknown as tf.Tensor, ...parameters, onTape];
        const { compiled: how } = solution.stats;
        solution.dispose();
        return { all, how };
      };
      const [found, expected] = [await run(compiled(f, { time: "tensor" })), await run(f)];
      expect(expected.how).toBeUndefined();
      expect(found.how).toMatchObject({ precision: "float32", traces: 1 });
      for (const [i, tensor] of found.all.entries())
        expectClose(tensor, expected.all[i] as tf.Tensor, tolerance);
      tf.dispose([found.all, expected.all]);
    });
  });
});
