import * as tf from "@tensorflow/tfjs";
import { describe, expect, it } from "vitest";
import { onEachEngine } from "../support/tfjs/on-each-engine.js";
import { refusalOf, rejectionOf } from "../support/tfjs/refusal-of.js";
import { strategies } from "../support/tfjs/strategies.js";

const f = (_t: number, y: tf.Tensor) => y;

/** What y0 is, where its error points, and what the error says and advises. */
const bad: ReadonlyArray<readonly [string, () => unknown, string, RegExp, RegExp]> = [
  [
    "an int32 tensor",
    () => tf.tensor1d([1, 2], "int32"),
    "y0 (leaf 0)",
    /must be float32 \(got an? int32 tensor of shape \[2\]\)/,
    /tf\.cast\(x, 'float32'\)/,
  ],
  [
    "a boolean tensor",
    () => tf.tensor1d([true], "bool"),
    "y0 (leaf 0)",
    /must be float32 \(got a bool tensor of shape \[1\]\)/,
    /tf\.cast/,
  ],
  [
    "a list with an int32 tensor",
    () => [tf.scalar(1), tf.scalar(1, "int32")],
    "y0 (leaf 1)",
    /must be float32/,
    /tf\.cast/,
  ],
  ["an empty list", () => [], "y0", /contains no array \(got \[\]\)/, /tf\.tensor1d\(\[1\]\)/],
  ["an empty record", () => ({ q: {} }), "y0", /contains no array/, /tf\.tensor1d\(\[1\]\)/],
  ["a number", () => 1, "y0", /neither an array .* \(got 1\)/, /Pass a tensor/],
  ["nothing", () => undefined, "y0", /neither an array .* \(got undefined\)/, /Pass a tensor/],
  ["numbers", () => [1, 2], "y0[0]", /neither an array .* \(got 1\)/, /Pass a tensor/],
  [
    "a typed array within a record",
    () => ({ q: { x: new Float32Array(2) } }),
    "y0.q.x",
    /neither an array .* \(got Float32Array \[0, 0\]\)/,
    /Pass a tensor/,
  ],
  [
    "a tensor that was disposed of",
    () => {
      const y0 = tf.scalar(1);
      y0.dispose();
      return y0;
    },
    "y0 (leaf 0)",
    /is disposed/,
    /tf\.keep/,
  ],
];

onEachEngine("A state is refused", () => {
  describe.each(strategies)("by $name", ({ integrate, integrateAsync }) => {
    it.each(bad)("that is %s", async (_, make, argument, message, remedy) => {
      const y0 = make() as tf.Tensor;
      const [refusal, rejection] = [
        refusalOf(() => integrate(f, y0, [0, 1])),
        await rejectionOf(integrateAsync(f, y0, [0, 1])),
      ];
      for (const found of [refusal, rejection]) {
        expect(found).toMatchObject({ name: "InvalidStateError", code: "INVALID_STATE", argument });
        expect(found.message).toMatch(message);
        expect(found.remedy).toMatch(remedy);
        expect(found.message).toContain(found.remedy);
      }
      if (argument === "y0") expect(refusal.value).toBe(y0);
    });
  });
});
