import type { PassStatistics } from "@symplectic-adjoint/core";
import * as tf from "@tensorflow/tfjs";
import { describe, expect, it } from "vitest";
import { laggedController, type SolveOptions, solve, solveAsync } from "../../src/index.js";
import { asynchronousEngine } from "../support/tfjs/asynchronous-engine.js";
import { expectClose } from "../support/tfjs/expect-close.js";
import { failingAt } from "../support/tfjs/failing-dynamics.js";
import { onEachEngine } from "../support/tfjs/on-each-engine.js";
import { strategies } from "../support/tfjs/strategies.js";
import { tensorsLeftAsync } from "../support/tfjs/tensors-left.js";

// A rotation, slow at first, then fast: steps that grow too long are rejected.
const f = (t: number, y: tf.Tensor) =>
  tf.mul(
    tf.matMul(
      y,
      tf.tensor2d([
        [0, -1],
        [1, 0],
      ]),
    ),
    1 + t ** 4,
  );
const times = [0, 0.5, 1.5];
const start = () => tf.tensor2d([[1, 2]]);

/** Methods, with tolerances that are not met by every step. */
const methods = [
  ["adaptiveHeun", 1e-2],
  ["bosh3", 1e-2],
  ["dopri5", 1e-5],
] as const;

type Options = SolveOptions<tf.Tensor, never>;

/** Counts that depend neither on who waited nor on what was tried in vain. */
const essential = ({ accepted, rejected, vjps }: PassStatistics) => ({ accepted, rejected, vjps });

onEachEngine("Steps that are tried while the error of the last is on its way", () => {
  describe.each(strategies)("$name", ({ adjoint, exact }) => {
    it.each(methods)("change nothing with %s, and nothing of them is left", async (method, tol) => {
      const y0 = start();
      const options: Options = { rtol: tol, atol: tol, method, adjoint: adjoint() };
      const plain = solve(f, y0, times, { ...options, controller: laggedController() } as object);
      const expected = plain.pullback(plain.ys);
      const { backend } = asynchronousEngine();
      const left = await tensorsLeftAsync(async () => {
        const solution = await solveAsync(f, y0, times, { ...options, backend } as object);
        const { forward, backward, stepSizes } = solution.stats;
        expect(solution.outcome).toEqual(plain.outcome);
        expectClose(solution.ys, plain.ys, 0);
        expect(stepSizes).toEqual(plain.stats.stepSizes);
        expect(essential(forward)).toEqual(essential(plain.stats.forward));
        expect(forward.discarded).toBeGreaterThan(0);
        const gradients = await solution.pullbackAsync(solution.ys);
        expectClose(gradients.y0, expected.y0, 0);
        if (exact) expect(backward).toEqual(plain.stats.backward);
        else expect(essential(backward)).toEqual(essential(plain.stats.backward));
        gradients.y0.dispose();
        solution.dispose();
      });
      expect(left).toBe(0);
      plain.dispose();
    });

    it("may fail with f, and are an error only if they are used", async () => {
      const { backend } = asynchronousEngine();
      const y0 = start();
      const options = {
        rtol: 1e-2,
        atol: 1e-2,
        method: "bosh3",
        backend,
        adjoint: adjoint(),
      } as const;
      const outcomes = new Set<string>();
      for (let n = 1; ; n += 4) {
        const failing = failingAt(n, f, () => {
          throw new RangeError("on purpose");
        });
        const left = await tensorsLeftAsync(async () => {
          const solving = solveAsync(failing.f, y0, times, options as object);
          outcomes.add(
            await solving.then(
              (solution) => {
                solution.dispose();
                return "came through";
              },
              (error: Error) => error.message,
            ),
          );
        });
        expect({ n, left }).toEqual({ n, left: 0 });
        if (failing.calls < n) break;
      }
      expect([...outcomes].sort()).toEqual(["came through", "on purpose"]);
    });
  });
});
