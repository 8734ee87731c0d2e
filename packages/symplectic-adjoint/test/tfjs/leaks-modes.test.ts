import * as tf from "@tensorflow/tfjs";
import { describe, expect, it } from "vitest";
import { solve, solveAsync } from "../../src/index.js";
import { onEachEngine } from "../support/tfjs/on-each-engine.js";
import { strategies } from "../support/tfjs/strategies.js";
import { tensorsLeft, tensorsLeftAsync } from "../support/tfjs/tensors-left.js";

const times = [0, 0.4, 1];
const options = { method: "dopri5", rtol: 1e-3, atol: 1e-4 } as const;

onEachEngine("No tensor is left", () => {
  describe.each(strategies)("by $name", ({ integrate, integrateAsync, adjoint }) => {
    const setting = () => {
      const scale = tf.variable(tf.tensor1d([-0.7, 0.3]));
      const captured = tf.tensor1d([1, 2]);
      type Pair = readonly [tf.Tensor, tf.Tensor];
      const f = (_t: number, [q, p]: Pair): Pair => [
        tf.mul(tf.tanh(p), scale),
        tf.mul(tf.neg(q), captured),
      ];
      const y0: Pair = [tf.tensor2d([[1, 2]]), tf.tensor2d([[0, 1]])];
      return { scale, captured, f, y0 };
    };
    const sumOf = ([q, p]: readonly [tf.Tensor, tf.Tensor]): tf.Scalar => tf.sum(tf.add(q, p));

    it("but the outputs, off a tape", () => {
      const { f, y0 } = setting();
      expect(tensorsLeft(() => integrate(f, y0, times, options))).toBe(2);
      expect(tensorsLeft(() => tf.dispose([...integrate(f, y0, times, options)]))).toBe(0);
      expect(tensorsLeft(() => tf.tidy(() => void integrate(f, y0, times, options)))).toBe(0);
    });

    it("but the gradients, on a tape", () => {
      const { scale, captured, f, y0 } = setting();
      const loss = () => sumOf(integrate(f, y0, times, options));
      expect(tensorsLeft(() => tf.variableGrads(loss))).toBe(2);
      expect(tensorsLeft(() => tf.variableGrads(() => tf.tidy(loss)))).toBe(2);
      expect(
        tensorsLeft(() => {
          tf.grads((...start) =>
            sumOf(integrate(f, start as unknown as typeof y0, times, options)),
          )([...y0]);
        }),
      ).toBe(2);
      // A loss may capture what it computed itself, which is held for the backward pass, and then freed.
      const lossOfOwn = () => {
        const own = tf.add(captured, tf.square(scale));
        const g: typeof f = (t, y) => f(t, y).map((leaf) => tf.mul(leaf, own)) as never;
        return sumOf(integrate(g, y0, times, options));
      };
      expect(tensorsLeft(() => tf.variableGrads(lossOfOwn))).toBe(2);
      const optimizer = tf.train.sgd(0.1);
      expect(tensorsLeft(() => optimizer.minimize(loss))).toBe(0);
      optimizer.dispose();
    });

    it("by a loss that ignores the solution, or stops its gradient", () => {
      const { scale, f, y0 } = setting();
      const ignoring = () => {
        integrate(f, y0, times, options);
        return tf.sum(tf.square(scale)) as tf.Scalar;
      };
      expect(tensorsLeft(() => tf.variableGrads(ignoring))).toBe(2);
      const stopping = () => {
        const [q] = integrate(f, y0, times, options);
        return tf.add(tf.sum(tf.square(scale)), tf.sum(tf.cast(q, "int32"))) as tf.Scalar;
      };
      expect(tensorsLeft(() => tf.variableGrads(stopping))).toBe(2);
    });

    it("by a solution of solve, its pullbacks and its disposal", () => {
      const { f, y0 } = setting();
      const one = () => {
        const solution = solve(f, y0, times, { ...options, adjoint: adjoint() });
        tf.tidy(() => void solution.pullback(solution.ys));
        const { y0: gradients, parameters } = solution.pullback(solution.ys);
        expect(parameters).toHaveLength(2);
        tf.dispose([...gradients, ...parameters]);
        solution.dispose();
        solution.dispose();
      };
      expect(tensorsLeft(one)).toBe(0);
      const value = () =>
        solve(f, y0, times, { ...options, adjoint: adjoint(), differentiate: false }).dispose();
      expect(tensorsLeft(value)).toBe(0);
    });

    it("by an asynchronous solution, pulled back and joined with a tape", async () => {
      const { f, y0 } = setting();
      const left = await tensorsLeftAsync(async () => {
        const solution = await integrateAsync(f, y0, times, options);
        const gradients = await solution.pullbackAsync(solution.ys);
        tf.dispose([...gradients.y0, ...gradients.parameters]);
        expect(tensorsLeft(() => tf.dispose([...solution.differentiable(y0)]))).toBe(0);
        const loss = () => sumOf(solution.differentiable(y0));
        tf.tidy(() => {
          expect(tensorsLeft(() => tf.variableGrads(loss))).toBe(2);
        });
        solution.dispose();
      });
      expect(left).toBe(0);
      const plain = async () => {
        const solution = await solveAsync(f, y0, times, { ...options, differentiate: false });
        solution.dispose();
      };
      expect(await tensorsLeftAsync(plain)).toBe(0);
    });
  });
});
