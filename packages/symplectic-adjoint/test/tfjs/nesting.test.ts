import { mlp, only } from "@symplectic-adjoint/testing";
import * as tf from "@tensorflow/tfjs";
import { describe, expect, it } from "vitest";
import { float64, type OdeOptions, solve } from "../../src/index.js";
import { expectClose } from "../support/tfjs/expect-close.js";
import { onEachEngine } from "../support/tfjs/on-each-engine.js";
import { strategies } from "../support/tfjs/strategies.js";

const times = [0, 0.5, 1];
const options = { method: "dopri5", stepsPerInterval: 2 } as const;

/** Two networks, one after the other, as in a stack of M = 2 ODE blocks. */
const blocks = [1, 2].map((block) => {
  const parameters = mlp().parameters.map((value, i) => Math.fround(value * Math.cos(block * i)));
  return mlp({ parameters });
});
const split = (flat: ArrayLike<number>): Array<Array<number>> => {
  const list = Array.from(flat);
  return [list.slice(0, 16), list.slice(16, 24), list.slice(24, 40), list.slice(40)];
};
const shapes: ReadonlyArray<Array<number>> = [[2, 8], [8], [8, 2], [2]];
const tensors = (flat: ArrayLike<number>): Array<tf.Tensor> =>
  split(flat).map((values, i) => tf.tensor(values, shapes[i]));
const network =
  ([w1, b1, w2, b2]: ReadonlyArray<tf.Tensor>) =>
  (_t: number, y: tf.Tensor): tf.Tensor => {
    const hidden = tf.tanh(tf.add(tf.matMul(y, w1 as tf.Tensor), b1 as tf.Tensor));
    return tf.add(tf.matMul(hidden, w2 as tf.Tensor), b2 as tf.Tensor);
  };
const lastOf = (ys: tf.Tensor): tf.Tensor => tf.reshape(tf.slice(ys, [times.length - 1]), [1, 2]);

onEachEngine("Among other operations", () => {
  describe.each(strategies)("$name", ({ integrate, adjoint }) => {
    it("stacked twice, with operations before, between and after, has float64's gradient", () => {
      // L = Σ (2 y² + y), y the end of the second block, which starts at 3 z + z², z the end of the first, from x / 2.
      const x = [0.5, -0.25];
      const weights = blocks.map(({ parameters }) => tensors(parameters));
      const gradients = tf.grads((start, ...all) => {
        const z = lastOf(integrate(network(all.slice(0, 4)), tf.div(start, 2), times, options));
        const middle = tf.add(tf.mul(z, 3), tf.square(z));
        const y = lastOf(integrate(network(all.slice(4)), middle, times, options));
        return tf.sum(tf.add(tf.mul(2, tf.square(y)), y));
      })([tf.tensor2d([x]), ...weights.flat()]);

      const run = (block: number, y0: Float64Array, opts: OdeOptions<Float64Array> = options) => {
        const problem = blocks[block] as (typeof blocks)[number];
        return solve(problem, y0, times, { ...opts, backend: float64, adjoint: adjoint() });
      };
      const back = (solution: ReturnType<typeof run>, cotangent: Float64Array) => {
        const cotangents = new Float64Array(6);
        cotangents.set(cotangent, 4);
        return solution.pullback(cotangents);
      };
      const first = run(
        0,
        Float64Array.from(x, (value) => value / 2),
      );
      const z = first.ys.slice(4);
      const second = run(
        1,
        z.map((value) => 3 * value + value ** 2),
      );
      const g2 = back(
        second,
        second.ys.slice(4).map((value) => 4 * value + 1),
      );
      const g1 = back(
        first,
        g2.y0.map((value, i) => value * (3 + 2 * (z[i] as number))),
      );
      const expected = [
        g1.y0.map((value) => value / 2),
        ...split(only(g1.parameters)),
        ...split(only(g2.parameters)),
      ];
      expect(gradients).toHaveLength(expected.length);
      gradients.forEach((gradient, i) => {
        expectClose(gradient, expected[i] as ArrayLike<number>, 1e-5);
      });
    });

    it("works in a tidy, off a tape and on one", () => {
      const f = (_t: number, y: tf.Tensor) => tf.mul(y, -1);
      const ys = tf.tidy(() => integrate(f, tf.tensor1d([1]), [0, 1], options));
      expectClose(ys, [1, Math.exp(-1)], 1e-4);
      const gradient = tf.tidy(() =>
        tf.grad((y: tf.Tensor) =>
          tf.tidy(() =>
            tf.sum(
              integrate(
                f,
                tf.tidy(() => tf.mul(y, 2)),
                [0, 1],
                options,
              ),
            ),
          ),
        )(tf.tensor1d([1])),
      );
      expectClose(gradient, [2 + 2 * Math.exp(-1)], 1e-4);
    });

    it("accepts an f that is itself the solution of an ODE, or a gradient", () => {
      // Steps of a solution are f: z' = −z over ½ from y, so f(y) = e^(−½) y.
      const inner = (_t: number, y: tf.Tensor) => {
        const ys = integrate((_s, z: tf.Tensor) => tf.mul(z, -1), y, [0, 0.5], options);
        return tf.reshape(tf.slice(ys, [1], [1]), y.shape);
      };
      const rate = Math.exp(-0.5);
      const y0 = tf.tensor1d([1]);
      const nested = tf.grad((y: tf.Tensor) => tf.sum(integrate(inner, y, [0, 1], options)))(y0);
      expectClose(nested, [1 + Math.exp(rate)], 1e-4);

      // A pendulum from its energy: q' = ∂H/∂p, p' = −∂H/∂q, with H = p²/2 + w q²/2.
      const w = tf.variable(tf.scalar(4));
      const energy = (q: tf.Tensor, p: tf.Tensor) =>
        tf.add(tf.mul(0.5, tf.square(p)), tf.mul(tf.mul(0.5, w), tf.square(q))).sum();
      const hamiltonian = (_t: number, [q, p]: Array<tf.Tensor>): Array<tf.Tensor> => {
        const [dq, dp] = tf.grads(energy)([q as tf.Tensor, p as tf.Tensor]);
        return [dp as tf.Tensor, tf.neg(dq as tf.Tensor)];
      };
      const { value, grads } = tf.variableGrads(() => {
        const [q] = integrate(hamiltonian, [tf.scalar(1), tf.scalar(0)], [0, 1], {
          ...{ method: "dopri8", stepsPerInterval: 4 },
        });
        return tf.sum(q as tf.Tensor);
      });
      // q = cos(√w t), and d cos √w / dw = −sin √w / (2 √w).
      expectClose(value, [1 + Math.cos(2)], 1e-5);
      expectClose(grads[w.name] as tf.Tensor, [-Math.sin(2) / 4], 1e-5);
    });

    it("gives a gradient inside the loss of another gradient", () => {
      // The inner gradient is taken of a solution that the outer one does not pass through.
      const f = (_t: number, y: tf.Tensor) => tf.mul(y, -1);
      const outer = tf.grad((x: tf.Tensor) => {
        const y0 = tf.tensor1d([1]);
        const inner = tf.grad((y: tf.Tensor) => tf.sum(integrate(f, y, [0, 1], options)))(y0);
        const ys = integrate(f, x, [0, 1], options);
        return tf.sum(tf.mul(ys, inner));
      })(tf.tensor1d([1]));
      const one = 1 + Math.exp(-1);
      expectClose(outer, [one * one], 1e-4);
    });
  });
});
