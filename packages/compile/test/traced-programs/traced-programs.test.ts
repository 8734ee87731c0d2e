import * as tf from "@tensorflow/tfjs";
import fc from "fast-check";
import { afterAll, beforeAll, expect, test } from "vitest";
import type { Executor } from "../../src/executors/executor.js";
import { javascriptExecutor } from "../../src/executors/javascript/javascript-executor.js";
import { wasmExecutor } from "../../src/executors/wasm/wasm-executor.js";
import { printGraph } from "../../src/graph/print-graph.js";
import { checkDerivative } from "../complex-step/check-derivative.js";
import { uniform } from "../random.js";
import { evaluateInterpreted, evaluateTraced, traceAt } from "../support/evaluate-traced.js";
import { programsOn } from "../support/subject.js";
import { SHAPES } from "./instructions.js";
import { cotangentOf, expectClose, runTraced } from "./run-traced.js";
import { functionOf, program, type Step } from "./traced-program.js";

const { LONG, SEED } = process.env;
const PROGRAMS = LONG === undefined ? 40 : 2000;

/** Failures of earlier versions. */
const FOUND: Array<[Array<Step>, number]> = [
  // A value that was two operands of a map was overwritten after the first was read.
  [
    [
      { at: 27, a: 377677816, b: 0 },
      { at: 15, a: 177694182, b: 484018173 },
      { at: 29, a: 820541473, b: 0 },
      { at: 0, a: 837299627, b: 0 },
    ],
    0,
  ],
];

let w: tf.Variable;
let y: Array<tf.Tensor>;
beforeAll(() => {
  w = tf.tidy(() => tf.variable(tf.randomNormal([3, 3], 0, 0.7, "float32", 8)));
  y = SHAPES.map((shape, i) => tf.randomUniform(shape, -1, 1, "float32", i + 1));
});
afterAll(() => tf.dispose([w, ...y]));

test(`${PROGRAMS} random functions, with gradients of gradients, are traced and differentiated.`, () => {
  const javascript = programsOn(javascriptExecutor);
  const wasm = programsOn(wasmExecutor() as Executor);
  const given = { y, w, cotangent: cotangentOf(y) };
  fc.assert(
    fc.property(program, fc.nat(2 ** 30), (steps, seed) => {
      const f = functionOf(steps, w);
      const traced = traceAt(f as never, y, {
        time: "tensor",
        parameters: [w],
        differentiate: false,
      });
      const { graph } = traced.func;
      // Against TensorFlow.js on cpu.
      const value = evaluateTraced(traced, traced.func, Math.fround(0.4), y);
      expectClose("interpreted", evaluateInterpreted(f as never, 0.4, y, "tensor"), value, 2e-5);
      // Against complex arithmetic.
      expect(checkDerivative(graph, { random: uniform(seed) }), printGraph(graph)).toEqual([]);
      // Executors against one another.
      const exact = runTraced(javascript, "float64", graph, given);
      expectClose("wasm", runTraced(wasm, "float64", graph, given), exact, 1e-12);
      const single = runTraced(javascript, "float32", graph, given);
      expectClose("float32", single, exact, 1e-5);
      expectClose("wasm, float32", runTraced(wasm, "float32", graph, given), single, 1e-5);
    }),
    { numRuns: PROGRAMS, seed: Number(SEED ?? 5), examples: FOUND },
  );
}, 3_600_000);
