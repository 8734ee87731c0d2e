import * as tf from "@tensorflow/tfjs";
import { describe, expect, it } from "vitest";
import { solve, solveAsync } from "../../src/index.js";
import { asynchronousEngine } from "../support/tfjs/asynchronous-engine.js";
import { expectClose } from "../support/tfjs/expect-close.js";
import { fixedMethods, methods } from "../support/tfjs/methods.js";
import { onEachEngine } from "../support/tfjs/on-each-engine.js";
import { refusalOf } from "../support/tfjs/refusal-of.js";
import { strategies } from "../support/tfjs/strategies.js";
import { tensorsLeft, tensorsLeftAsync } from "../support/tfjs/tensors-left.js";

const f = (_t: number, y: tf.Tensor) => tf.sin(y);
const rough = { rtol: 1e-3, atol: 1e-4 };

onEachEngine("On an engine that cannot be read synchronously", () => {
  describe.each(strategies)("$name", ({ integrate, adjoint, exact }) => {
    it("solves asynchronously with every method, and differentiates, without trying to", async () => {
      const engine = asynchronousEngine();
      const { backend } = engine;
      const y0 = tf.tensor1d([1, 2]);
      for (const method of methods) {
        // The controller of the synchronous functions, for comparison.
        const options = { ...rough, method, backend, adjoint: adjoint(), speculate: false };
        const solution = await solveAsync(f, y0, tf.tensor1d([0, 0.5, 1]), options);
        expect(solution.outcome.kind).toBe("success");
        const gradients = await solution.pullbackAsync(solution.ys);
        const reference = tf.grad((y: tf.Tensor) => {
          const ys = integrate(f, y, [0, 0.5, 1], { ...rough, method });
          expectClose(solution.ys, ys, 0);
          return tf.mul(0.5, tf.sum(tf.square(ys)));
        })(y0);
        expectClose(gradients.y0, reference, 1e-6);
        if (exact) {
          expectClose(solution.pullback(solution.ys).y0, reference, 1e-6);
          const joined = tf.grad((y: tf.Tensor) =>
            tf.mul(0.5, tf.sum(tf.square(solution.differentiable(y)))),
          )(y0);
          expectClose(joined, reference, 1e-6);
        }
        solution.dispose();
      }
      expect(engine.synchronousReads).toBe(0);
    });

    it("takes fixed steps synchronously, which need no reading", () => {
      const engine = asynchronousEngine();
      const { backend } = engine;
      const y0 = tf.tensor1d([1, 2]);
      for (const method of [...fixedMethods, "dopri5"] as const) {
        const options = { method, stepsPerInterval: 4 };
        const solution = solve(f, y0, [0, 1], { ...options, backend, adjoint: adjoint() });
        expectClose(solution.ys, integrate(f, y0, [0, 1], options), 0);
        // A continuous adjoint of fixed steps needs none either.
        const { y0: gradient } = solution.pullback(solution.ys);
        const reference = tf.grad((y: tf.Tensor) =>
          tf.mul(0.5, tf.sum(tf.square(integrate(f, y, [0, 1], options)))),
        )(y0);
        expectClose(gradient, reference, 1e-6);
        solution.dispose();
      }
      expect(engine.synchronousReads).toBe(0);
    });

    it("refuses adaptive steps taken synchronously, names what to await, and leaves nothing", () => {
      const { backend } = asynchronousEngine();
      const y0 = tf.tensor1d([1, 2]);
      const left = tensorsLeft(() => {
        const attempt = () => solve(f, y0, [0, 1], { backend, adjoint: adjoint() });
        const { name, code, remedy } = refusalOf(attempt);
        expect({ name, code }).toEqual({ name: "SynchronousReadError", code: "SYNCHRONOUS_READ" });
        expect(remedy).toContain("Async");
      });
      expect(left).toBe(0);
    });
  });

  it("a continuous adjoint of adaptive steps is pulled back asynchronously only", async () => {
    const { backend } = asynchronousEngine();
    const { adjoint } = strategies.find(({ exact }) => !exact) as (typeof strategies)[number];
    const y0 = tf.tensor1d([1, 2]);
    const solution = await solveAsync(f, y0, [0, 1], { ...rough, backend, adjoint: adjoint() });
    const left = tensorsLeft(() => {
      const { code } = refusalOf(() => solution.pullback(solution.ys));
      expect(code).toBe("SYNCHRONOUS_READ");
    });
    expect(left).toBe(0);
    const gradients = await solution.pullbackAsync(solution.ys);
    expect(gradients.y0.shape).toEqual([2]);
    solution.dispose();
  });

  it("a custom norm may return a tensor, and is awaited", async () => {
    const engine = asynchronousEngine();
    const norm = (error: unknown) => tf.sqrt(tf.mean(tf.square(error as tf.Tensor)));
    const options = { ...rough, backend: engine.backend, norm };
    const solution = await solveAsync(f, tf.tensor1d([1, 2]), [0, 1], options);
    const plain = await solveAsync(f, tf.tensor1d([1, 2]), [0, 1], { ...rough, speculate: true });
    expectClose(solution.ys, plain.ys, 1e-6);
    const { stalled } = plain.stats.forward;
    expect({ ...solution.stats.forward, stalled }).toEqual(plain.stats.forward);
    expect(engine.synchronousReads).toBe(0);
    solution.dispose();
    plain.dispose();
  });

  it("times given as a tensor are refused synchronously", () => {
    const { backend } = asynchronousEngine();
    const t = tf.tensor1d([0, 1]);
    const attempt = () => solve(f, tf.scalar(1), t, { backend, method: "rk4" });
    expect(refusalOf(attempt).code).toBe("SYNCHRONOUS_READ");
  });

  it("a read that fails ends the solution with its error, and leaves nothing", async () => {
    const { backend } = asynchronousEngine();
    const y0 = tf.tensor1d([1, 2]);
    for (const { adjoint } of strategies) {
      for (const failing of [1, 3, 5]) {
        let reads = 0;
        const read = async (scalar: tf.Tensor | number) => {
          if (++reads === failing) throw new Error("The device is lost.");
          return backend.read(scalar);
        };
        const left = await tensorsLeftAsync(async () => {
          const options = { ...rough, backend: { ...backend, read }, adjoint: adjoint() };
          await expect(solveAsync(f, y0, [0, 1], options)).rejects.toThrow("The device is lost.");
        });
        // The first two scalars, norms of y0 and of f, are read together.
        expect({ left, reads }).toEqual({ left: 0, reads: Math.max(2, failing) });
      }
    }
  });
});
