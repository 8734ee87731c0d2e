import * as tf from "@tensorflow/tfjs";
import { describe, expect, it } from "vitest";
import type { AdjointOptions } from "../../src/index.js";
import { onEachEngine } from "../support/tfjs/on-each-engine.js";
import { refusalOf, rejectionOf } from "../support/tfjs/refusal-of.js";
import { strategies } from "../support/tfjs/strategies.js";
import { tensorsLeft, tensorsLeftAsync } from "../support/tfjs/tensors-left.js";

// What a norm of the user's returns is his: a variable, a tensor that it captured, or a part of its argument.

const f = (_t: number, y: tf.Tensor) => tf.mul(y, -0.7);
const rough = { method: "bosh3", rtol: 1e-3, atol: 1e-4 } as const;
type Norm = NonNullable<AdjointOptions<tf.Tensor>["norm"]>;

/** Results that are no number, with what must be said of them. */
const wrong: ReadonlyArray<readonly [string, () => unknown, RegExp]> = [
  ["nothing", () => undefined, /\(got undefined\)\. Add the missing return/],
  ["null", () => null, /\(got null\)/],
  ["a text", () => "0.5", /\(got "0\.5"\)/],
  ["a list", () => [0.5], /\(got \[0\.5\]\)/],
  ["a list of tensors", () => [tf.scalar(0.5)], /\(got \[a float32 tensor of shape \[\]\]\)/],
  ["a promise", () => Promise.resolve(0.5), /remove async and await/],
  ["a bigint", () => 1n, /\(got 1\)/],
  ["true", () => true, /\(got true\)/],
  ["a vector", () => tf.tensor1d([0.5, 0.5]), /\(got a float32 tensor of shape \[2\]\).*tf\.max/],
  ["an empty tensor", () => tf.tensor1d([]), /\(got a float32 tensor of shape \[0\]\)/],
  ["a text tensor", () => tf.scalar("0.5"), /\(got a string tensor/],
  ["a complex tensor", () => tf.complex(0.5, 0), /\(got a complex64 tensor/],
  ["a truth value", () => tf.scalar(true), /\(got a bool tensor/],
  ["a Float64Array", () => Float64Array.of(0.5), /\(got Float64Array \[0\.5\]\)/],
];

onEachEngine("A norm", (engine) => {
  // The engine wasm has no complex tensors.
  const results = wrong.filter(([kind]) => kind !== "a complex tensor" || engine === "cpu");
  describe.each(strategies)("of $name", ({ name, integrate, integrateAsync }) => {
    it.each(results)("may not return %s", async (_, result, message) => {
      const options = { ...rough, norm: result as unknown as Norm };
      const y0 = tf.tensor1d([1, 2]);
      let refusal = { code: "", argument: "", message: "" };
      expect(
        tensorsLeft(() =>
          tf.tidy(() => {
            refusal = refusalOf(() => integrate(f, y0, [0, 1], options));
          }),
        ),
      ).toBe(0);
      expect(refusal).toMatchObject({ code: "INVALID_ARGUMENT", argument: "norm" });
      expect(refusal.message).toMatch(message);
      expect((await rejectionOf(integrateAsync(f, y0, [0, 1], options))).message).toMatch(message);
    });

    it("frees nothing that is not its own", async () => {
      const variable = tf.variable(tf.scalar(0.5));
      const captured = tf.tensor1d([0.25]);
      const kept = tf.keep(tf.scalar(0.25));
      const y0 = tf.tensor1d([1]);
      const counts = tf.memory().numTensors;
      for (const norm of [
        () => variable,
        () => captured,
        () => kept,
        // The argument itself: of a state of one number it is one number.
        (error: tf.Tensor) => error,
        (error: tf.Tensor) => tf.max(tf.abs(error)),
        () => 0.5,
      ]) {
        const options = { ...rough, norm: norm as Norm, minStep: 0.1 };
        const left = tensorsLeft(() => integrate(f, y0, [0, 1], options).dispose());
        expect(left).toBe(0);
        const leftAfter = await tensorsLeftAsync(async () => {
          const solution = await integrateAsync(f, y0, [0, 1], options);
          tf.dispose(Object.values(solution.pullback(solution.ys)).flat());
          solution.dispose();
        });
        expect(leftAfter).toBe(0);
        expect([variable, captured, kept].some((tensor) => tensor.isDisposed)).toBe(false);
        expect(captured.dataSync()[0]).toBe(0.25);
      }
      expect(tf.memory().numTensors).toBe(counts);
      tf.dispose([variable, captured, kept, y0]);
    });

    it.runIf(name === "odeintAdjoint")("of its adjoint is held to the same", async () => {
      const y0 = tf.tensor1d([1]);
      const variable = tf.variable(tf.scalar(0.5));
      const solveWith = (norm: unknown) =>
        integrateAsync(f, y0, [0, 1], { ...rough, adjointOptions: { norm } } as object);
      const right = await solveWith(() => variable);
      const { y0: gradient } = right.pullback(right.ys);
      expect(variable.isDisposed).toBe(false);
      expect(variable.dataSync()[0]).toBe(0.5);
      tf.dispose([gradient, variable]);
      right.dispose();
      for (const [, result, message] of results) {
        const solution = await solveWith(result);
        const left = tensorsLeft(() =>
          tf.tidy(() => {
            const refusal = refusalOf(() => solution.pullback(solution.ys));
            expect(refusal).toMatchObject({ code: "INVALID_ARGUMENT", argument: "norm" });
            expect(refusal.message).toMatch(message);
          }),
        );
        expect(left).toBe(0);
        solution.dispose();
      }
    });
  });
});
