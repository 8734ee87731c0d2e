import {
  InvalidDynamicsError,
  InvalidStateError,
  ParametersChangedError,
  ReleasedError,
  SynchronousReadError,
} from "@symplectic-adjoint/core";
import * as tf from "@tensorflow/tfjs";
import { solve, solveAsync } from "symplectic-adjoint";
import { describe, expect, test } from "vitest";
import type { EngineUnderTest } from "./engine-under-test.js";
import { expectClose } from "./support/expect-close.js";
import { strategies } from "./support/strategies.js";

const rough = { rtol: 1e-3, atol: 1e-4 };
const fixed = { method: "rk4", stepsPerInterval: 2 } as const;

const decay = (_t: number, y: tf.Tensor): tf.Tensor => tf.mul(y, -1);

const wrongResults: ReadonlyArray<readonly [string, (y: tf.Tensor) => unknown, RegExp]> = [
  ["nothing", () => undefined, /returned undefined/],
  ["integers", (y) => tf.cast(y, "int32"), /returned int32 \[2\]/],
  ["another shape", (y) => tf.sum(y), /returned float32 \[\]/],
];

const wrongStates: ReadonlyArray<readonly [string, () => tf.Tensor, RegExp]> = [
  ["integers", () => tf.tensor1d([1, 2], "int32"), /must be float32/],
  ["booleans", () => tf.tensor1d([true, false], "bool"), /must be float32/],
  [
    "disposed",
    () => {
      const y0 = tf.scalar(1);
      y0.dispose();
      return y0;
    },
    /is disposed/,
  ],
];

/** Errors on every engine, each with a remedy. Every test is followed by a leak check. */
export function errorsSuite({ readsSynchronously }: EngineUnderTest): void {
  describe("A state that is not finite", () => {
    const poisons: ReadonlyArray<readonly [string, number]> = [
      ["NaN", Number.NaN],
      ["infinity", Number.POSITIVE_INFINITY],
    ];
    test.each(poisons)(
      "ends the integration with its outcome where f becomes %s.",
      async (_, poison) => {
        const f = (t: number, y: tf.Tensor) => (t > 0.5 ? tf.mul(y, poison) : decay(t, y));
        for (const options of [rough, fixed]) {
          const solution = await solveAsync(f, tf.tensor1d([1, 2]), [0, 0.25, 1], options);
          expect(solution.outcome.kind).toBe("nonFiniteState");
          expect(solution.t).toEqual([0, 0.25]);
          solution.dispose();
        }
      },
    );
  });

  describe("Refused is", () => {
    test.each(wrongStates)("an initial state that is %s.", async (_, make, message) => {
      const y0 = make();
      await expect(solveAsync(decay, y0, [0, 1])).rejects.toThrow(InvalidStateError);
      await expect(solveAsync(decay, y0, [0, 1])).rejects.toThrow(message);
      expect(() => solve(decay, y0, [0, 1], fixed)).toThrow(InvalidStateError);
    });

    test.each(wrongResults)("an f that returns %s.", async (_, wrong, message) => {
      const f = (_t: number, y: tf.Tensor) => wrong(y) as tf.Tensor;
      const y0 = tf.tensor1d([1, 2]);
      await expect(solveAsync(f, y0, [0, 1])).rejects.toThrow(InvalidDynamicsError);
      await expect(solveAsync(f, y0, [0, 1])).rejects.toThrow(message);
    });

    test("a pullback after a parameter was changed, and after dispose().", async () => {
      const w = tf.variable(tf.scalar(2));
      const f = (_t: number, y: tf.Tensor) => tf.mul(y, w);
      const solution = await solveAsync(f, tf.tensor1d([1, 2]), [0, 1], fixed);
      const cotangents = tf.onesLike(solution.ys);
      w.assign(tf.scalar(3));
      await expect(solution.pullbackAsync(cotangents)).rejects.toThrow(ParametersChangedError);
      solution.dispose();
      await expect(solution.pullbackAsync(cotangents)).rejects.toThrow(ReleasedError);
    });
  });

  test("Times given as a tensor are awaited.", async () => {
    const y0 = tf.tensor1d([1, 2]);
    const given = await solveAsync(decay, y0, tf.tensor1d([0, 0.5]), fixed);
    const same = await solveAsync(decay, y0, [0, 0.5], fixed);
    await expectClose(given.ys, same.ys, { relative: 0 });
    given.dispose();
    same.dispose();
  });

  if (!readsSynchronously) synchronousReads();
}

/** Engines with asynchronous reads only. */
function synchronousReads(): void {
  describe("What would have to be read synchronously is refused, and the error names what to await:", () => {
    test.each(strategies)("adaptive steps of $name.", ({ integrate, adjoint }) => {
      const y0 = tf.tensor1d([1, 2]);
      const f = (t: number, [y]: Array<tf.Tensor>) => [decay(t, y as tf.Tensor)];
      const attempts = [
        () => integrate(f, [y0], [0, 1], rough),
        () => solve(decay, y0, [0, 1], { ...rough, adjoint: adjoint() }),
      ];
      for (const attempt of attempts) {
        expect(attempt).toThrow(SynchronousReadError);
        expect(attempt).toThrow(/Async/);
      }
    });

    test("times given as a tensor.", () => {
      const attempt = () => solve(decay, tf.scalar(1), tf.tensor1d([0, 1]), fixed);
      expect(attempt).toThrow(SynchronousReadError);
    });

    test("the pullback of a continuous adjoint that chooses its steps.", async () => {
      const { adjoint } = strategies.find(({ exact }) => !exact) as (typeof strategies)[number];
      const y0 = tf.tensor1d([1, 2]);
      const solution = await solveAsync(decay, y0, [0, 1], { ...rough, adjoint: adjoint() });
      expect(() => solution.pullback(solution.ys)).toThrow(SynchronousReadError);
      const { y0: gradient } = await solution.pullbackAsync(solution.ys);
      expect(gradient.shape).toEqual([2]);
      solution.dispose();
    });
  });
}
