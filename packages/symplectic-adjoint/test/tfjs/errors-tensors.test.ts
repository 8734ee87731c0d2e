import * as tf from "@tensorflow/tfjs";
import { describe, expect, it } from "vitest";
import {
  disposeAbandonedTape,
  type OdeFunction,
  type OdeOptions,
  type Times,
} from "../../src/index.js";
import { onEachEngine } from "../support/tfjs/on-each-engine.js";
import { type Refusal, refusalOf, rejectionOf } from "../support/tfjs/refusal-of.js";
import { strategies } from "../support/tfjs/strategies.js";

// Tensors that were disposed of, or whose numbers are of a type that nothing here computes with.

const f = (_t: number, y: tf.Tensor) => tf.neg(y);

/** What refuses `body` while a tape records. */
function onTape(body: () => tf.Tensor): Refusal {
  try {
    return refusalOf(() => tf.grad(() => tf.sum(body()))(tf.scalar(1)));
  } finally {
    disposeAbandonedTape();
  }
}

function disposed(): tf.Tensor {
  const tensor = tf.tensor1d([0, 1]);
  tensor.dispose();
  return tensor;
}

const PARTS = /\[tf\.real\(z\), tf\.imag\(z\)\].*would drop the imaginary/;
const texts = () => tf.tensor1d(["a", "b"]);
/** What a tensor of other numbers is called, and what is advised. */
const others: ReadonlyArray<readonly [string, () => tf.Tensor, RegExp]> = [
  ["disposed", disposed, /tf\.keep/],
  ["complex64", () => tf.complex([0, 1], [0, 1]), PARTS],
  ["string", texts, /Pass numbers/],
];

onEachEngine("A tensor that cannot be computed with is refused", (engine) => {
  // The engine wasm has no complex tensors.
  const bad = others.filter(([kind]) => kind !== "complex64" || engine === "cpu");

  describe.each(strategies)("by $name", ({ integrate, integrateAsync }) => {
    const refuse = async (
      t: unknown,
      y0: unknown,
      options: object = {},
      func: unknown = f,
    ): Promise<ReadonlyArray<{ readonly argument: string; readonly message: string }>> => {
      const arguments_ = [
        func as OdeFunction<tf.Tensor>,
        y0 as tf.Tensor,
        t as Times<tf.Tensor>,
        options as OdeOptions<tf.Tensor>,
      ] as const;
      return [
        refusalOf(() => integrate(...arguments_)),
        onTape(() => integrate(...arguments_)),
        await rejectionOf(integrateAsync(...arguments_)),
      ];
    };
    const y0 = () => tf.tensor1d([1, 2]);

    it.each(bad)("as t: %s", async (kind, make, remedy) => {
      for (const { argument, message } of await refuse(make(), y0())) {
        expect(argument).toBe("t");
        expect(message).toMatch(kind === "disposed" ? /is disposed/ : /must hold real numbers/);
        expect(message).toMatch(remedy);
      }
    });

    it.each([
      ["of rank 0", () => tf.scalar(1)],
      ["of rank 2", () => tf.tensor2d([[0, 1]])],
    ])("as t: %s", async (_, make) => {
      for (const { argument, message } of await refuse(make(), y0())) {
        expect(argument).toBe("t");
        expect(message).toMatch(/one-dimensional/);
      }
    });

    it("but not integers as t, which are numbers", () => {
      const [last] = integrate(f, y0(), tf.tensor1d([0, 1], "int32"))
        .reverse(0)
        .unstack();
      expect((last as tf.Tensor).dataSync()[0]).toBeCloseTo(Math.exp(-1), 4);
    });

    it.each(bad)("as y0: %s", async (kind, make, remedy) => {
      for (const { argument, message } of await refuse([0, 1], make())) {
        expect(argument).toBe("y0 (leaf 0)");
        expect(message).toMatch(kind === "disposed" ? /is disposed/ : /must be float32/);
        expect(message).toMatch(remedy);
      }
    });

    it.each(bad)("as a parameter: %s", async (_, make, remedy) => {
      const options = { parameters: [make()] };
      const [, recorded, awaited] = await refuse([0, 1], y0(), options);
      for (const found of [recorded, awaited]) {
        expect(found?.argument).toBe("parameters[0]");
        expect(found?.message).toMatch(remedy);
      }
    });

    it.each(bad)("as what f returns: %s", async (kind, make, remedy) => {
      const returned = kind === "disposed" ? /do not dispose of it/ : remedy;
      for (const { message } of await refuse([0, 1], y0(), {}, make))
        expect(message).toMatch(returned);
    });

    it.each(bad)("as a cotangent, or as the y0 of differentiable: %s", async (_, make, remedy) => {
      const solution = await integrateAsync(f, tf.tensor1d([1, 2]), [0], { stepsPerInterval: 1 });
      const start = make();
      const cotangents = start.isDisposed ? tf.zeros([1, 2]) : tf.reshape(start, [1, 2]);
      if (start.isDisposed) cotangents.dispose();
      for (const refusal of [
        refusalOf(() => solution.pullback(cotangents)),
        await rejectionOf(solution.pullbackAsync(cotangents)),
      ]) {
        expect(refusal.argument).toBe("cotangents (leaf 0)");
        expect(refusal.message).toMatch(remedy);
      }
      const refusal = refusalOf(() => solution.differentiable(start));
      expect(refusal.argument).toBe("y0 (leaf 0)");
      expect(refusal.message).toMatch(remedy);
      solution.dispose();
    });

    it("and what f returns may hold itself, or be deep, or long", async () => {
      const loop: Array<unknown> = [];
      loop.push(loop);
      let deep: unknown = tf.scalar(1);
      for (let i = 0; i < 1e5; i++) deep = [deep];
      for (const result of [loop, deep, new Array(1e6).fill(loop)]) {
        for (const { message } of await refuse([0, 1], y0(), {}, () => result)) {
          expect(message).toMatch(/must return dy\/dt/);
          expect(message.length).toBeLessThan(1000);
        }
      }
    });
  });
});
