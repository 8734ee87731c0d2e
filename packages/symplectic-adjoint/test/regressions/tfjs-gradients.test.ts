import { only } from "@symplectic-adjoint/testing";
import * as tf from "@tensorflow/tfjs";
import { describe, expect, it } from "vitest";
import { disposeAbandonedTape } from "../../src/index.js";
import { expectClose, numbersOf } from "../support/tfjs/expect-close.js";
import { onEachEngine } from "../support/tfjs/on-each-engine.js";
import { refusalOf, rejectionOf } from "../support/tfjs/refusal-of.js";
import { strategies } from "../support/tfjs/strategies.js";

// Gradients that the PyTorch reference gets wrong or lacks: that of y0 doubled, those after a parameter changed, those of
// parameters that f does not use, and a second pullback. With tensors.

const steps = { method: "rk4", stepsPerInterval: 10 } as const;

onEachEngine("With tensors", () => {
  describe.each(strategies)("$name", ({ integrate, integrateAsync }) => {
    it("returns for y0 the sum of its direct gradient and that through the solution, each once", () => {
      const y0 = tf.tensor1d([1, -2]);
      const decay = (_t: number, y: tf.Tensor) => tf.mul(y, -0.7);
      const through = tf.grad((y: tf.Tensor) => tf.sum(integrate(decay, y, [0, 1], steps)))(y0);
      expectClose(through, [1 + Math.exp(-0.7), 1 + Math.exp(-0.7)], 1e-5);
      const both = tf.grad((y: tf.Tensor) =>
        tf.add(tf.sum(tf.mul(y, 10)), tf.sum(integrate(decay, y, [0, 1], steps))),
      )(y0);
      expectClose(both, [11 + Math.exp(-0.7), 11 + Math.exp(-0.7)], 1e-5);
    });

    it("refuses the gradient after an optimizer changed a variable", async () => {
      const rate = tf.variable(tf.scalar(-0.7), true, "rate");
      const f = (_t: number, y: tf.Tensor) => tf.mul(y, rate);
      const y0 = tf.tensor1d([1]);
      const solution = await integrateAsync(f, y0, [0, 1], steps);
      const optimizer = tf.train.sgd(0.1);
      const loss = () => tf.sum(solution.differentiable(y0)) as tf.Scalar;
      optimizer.minimize(loss);
      const { name, code, argument, remedy } = refusalOf(() => solution.pullback(solution.ys));
      expect({ name, code, argument }).toEqual({
        name: "ParametersChangedError",
        code: "PARAMETERS_CHANGED",
        argument: "parameters[0]",
      });
      expect(remedy).toContain("solve again");
      // So does a second step through the old solution, and the asynchronous pullback.
      expect(refusalOf(() => optimizer.minimize(loss)).code).toBe("PARAMETERS_CHANGED");
      disposeAbandonedTape();
      const rejection = await rejectionOf(solution.pullbackAsync(solution.ys));
      expect(rejection.code).toBe("PARAMETERS_CHANGED");
      solution.dispose();
      optimizer.dispose();
    });

    it("refuses it within one tf.grads too, if the loss assigns before the backward pass", () => {
      const rate = tf.variable(tf.scalar(-0.7));
      const f = (_t: number, y: tf.Tensor) => tf.mul(y, rate);
      const { code } = refusalOf(() =>
        tf.grad((y: tf.Tensor) => {
          const ys = integrate(f, y, [0, 1], steps);
          rate.assign(tf.scalar(0.5));
          return tf.sum(ys);
        })(tf.tensor1d([1])),
      );
      expect(code).toBe("PARAMETERS_CHANGED");
      disposeAbandonedTape();
    });

    it("returns a zero gradient for a variable that f does not use", () => {
      const used = tf.variable(tf.scalar(-0.7), true, "used");
      const unused = tf.variable(tf.tensor2d([[1, 2]]), true, "unused");
      const f = (_t: number, y: tf.Tensor) => tf.mul(y, used);
      const { grads } = tf.variableGrads(() => {
        const ys = integrate(f, tf.tensor1d([1]), [0, 1], {
          ...{ ...steps, parameters: [used, unused] },
        });
        return tf.sum(ys);
      }, [used, unused]);
      expectClose(grads.used as tf.Tensor, [Math.exp(-0.7)], 1e-5);
      expect(Array.from(numbersOf(grads.unused as tf.Tensor))).toEqual([0, 0]);
    });

    it("accepts an f that does not depend on y, or on anything", () => {
      const slope = tf.variable(tf.tensor1d([2]));
      const { value, grads } = tf.variableGrads(
        () => tf.sum(integrate(() => tf.mul(slope, 3), tf.tensor1d([1]), [0, 1], steps)),
        [slope],
      );
      expectClose(value, [1 + 7], 1e-5);
      expectClose(grads[slope.name] as tf.Tensor, [3], 1e-5);
      const constant = tf.grad((y: tf.Tensor) => {
        return tf.sum(integrate(() => tf.tensor1d([5]), y, [0, 1], steps));
      })(tf.tensor1d([1]));
      expect(Array.from(numbersOf(constant))).toEqual([2]);
    });

    it("pulls back any number of times with the same result, until disposed of", async () => {
      const rate = tf.variable(tf.scalar(-0.7));
      const f = (_t: number, y: tf.Tensor) => tf.mul(y, rate);
      const y0 = tf.tensor1d([1, 2]);
      const solution = await integrateAsync(f, y0, [0, 0.5, 1], steps);
      const [first, second] = [solution.pullback(solution.ys), solution.pullback(solution.ys)];
      const third = tf.grad((y: tf.Tensor) => {
        return tf.mul(0.5, tf.sum(tf.square(solution.differentiable(y))));
      })(y0);
      for (const again of [second.y0, third]) {
        expect(Array.from(numbersOf(again))).toEqual(Array.from(numbersOf(first.y0)));
      }
      expectClose(only(second.parameters), only(first.parameters), 0);
      const { ys } = solution;
      const cotangents = tf.onesLike(ys);
      solution.dispose();
      for (const late of [
        () => solution.pullback(cotangents),
        () => solution.pullback(ys),
        () => solution.differentiable(y0),
      ]) {
        const { name, code, message, remedy } = refusalOf(late);
        expect({ name, code }).toEqual({ name: "ReleasedError", code: "RELEASED" });
        expect(message).toContain("was called after dispose()");
        expect(remedy).toContain("before dispose()");
      }
    });
  });
});
