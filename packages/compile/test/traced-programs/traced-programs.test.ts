import * as tf from "@tensorflow/tfjs";
import fc from "fast-check";
import { afterAll, beforeAll, expect, test } from "vitest";
import { differentiate } from "../../src/derivative/differentiate.js";
import type { Executor } from "../../src/executors/executor.js";
import { javascriptExecutor } from "../../src/executors/javascript/javascript-executor.js";
import { wasmExecutor } from "../../src/executors/wasm/wasm-executor.js";
import type { Graph } from "../../src/graph/graph.js";
import { printGraph } from "../../src/graph/print-graph.js";
import { buildProgram } from "../../src/program/build-program.js";
import type { FloatArray } from "../../src/program/program.js";
import { checkDerivative } from "../complex-step/check-derivative.js";
import { uniform } from "../random.js";
import { evaluateInterpreted, evaluateTraced, traceAt } from "../support/evaluate-traced.js";
import { type Instruction, instructions, SHAPES } from "./instructions.js";

const { LONG, SEED } = process.env;
const PROGRAMS = LONG === undefined ? 40 : 2000;

/** Instructions with the places of their operands among earlier values. */
const program = fc.array(
  fc.record({ at: fc.nat(instructions.length - 1), a: fc.nat(), b: fc.nat() }),
  { minLength: 2, maxLength: 7 },
);
type Step = { readonly at: number; readonly a: number; readonly b: number };

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

/** The function that a program is: leaves change with all later values. */
const functionOf =
  (steps: ReadonlyArray<Step>) =>
  (t: tf.Tensor, leaves: ReadonlyArray<tf.Tensor>): Array<tf.Tensor> => {
    const values = [...leaves];
    for (const { at, a, b } of steps) {
      const [x, z] = [values[values.length - 1 - (a % values.length)], values[b % values.length]];
      const instruction = instructions[at] as Instruction;
      values.push(instruction(x as tf.Tensor, z as tf.Tensor, { w, t }));
    }
    const sum = values
      .slice(leaves.length)
      .map((value) => tf.broadcastTo(value, [2, 3]))
      .reduce((total, value) => tf.add(tf.mul(total, 0.8), value));
    return leaves.map(({ shape }) => {
      if (shape.length === 0) return tf.mean(sum);
      return shape.length === 1 ? tf.mean(sum, 0) : shape[1] === 1 ? tf.mean(sum, 1, true) : sum;
    });
  };

type Arrays = ReadonlyArray<ArrayLike<number>>;

function expectClose(what: string, got: Arrays, expected: Arrays, tolerance: number): void {
  for (const [i, values] of expected.entries()) {
    const scale = Math.max(1, ...Array.from(values, Math.abs));
    for (let j = 0; j < values.length; j++) {
      const difference = Math.abs((got[i]?.[j] as number) - (values[j] as number));
      expect(difference / scale, `${what}, ${i}[${j}]`).toBeLessThan(tolerance);
    }
  }
}

/** Values and cotangents that an executor computes. */
function run(
  executor: Executor,
  precision: "float32" | "float64",
  graph: Graph,
  cotangent: Arrays,
): Arrays {
  const sizes = {
    states: SHAPES.map((shape) => shape.reduce((n, m) => n * m, 1)),
    parameters: [9],
    captured: [],
  };
  const source = { forward: graph, backward: differentiate(graph), sizes, precision };
  const loaded = executor.load(buildProgram(source));
  const Numbers = precision === "float32" ? Float32Array : Float64Array;
  const copies = (arrays: Arrays): Array<FloatArray> => arrays.map((array) => Numbers.from(array));
  const zeros = (lengths: ReadonlyArray<number>): Array<FloatArray> =>
    lengths.map((n) => new Numbers(n));
  const state = copies(y.map((leaf) => leaf.dataSync()));
  loaded.setParameters(copies([w.dataSync()]), []);
  const [value, bars, theta] = [zeros(sizes.states), zeros(sizes.states), zeros([9])];
  loaded.evaluate(0.4, state, value);
  const tBar = loaded.pullback(0.4, state, copies(cotangent), bars, theta);
  loaded.release();
  return [...value, ...bars, ...theta, [tBar]];
}

test(`${PROGRAMS} random functions, with gradients of gradients, are traced and differentiated.`, () => {
  const wasm = wasmExecutor() as Executor;
  const cotangent = y.map((leaf, i) =>
    Array.from({ length: leaf.size }, (_, j) => Math.cos(i + 2 * j)),
  );
  fc.assert(
    fc.property(program, fc.nat(2 ** 30), (steps, seed) => {
      const f = functionOf(steps);
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
      const exact = run(javascriptExecutor, "float64", graph, cotangent);
      expectClose("wasm", run(wasm, "float64", graph, cotangent), exact, 1e-12);
      const single = run(javascriptExecutor, "float32", graph, cotangent);
      expectClose("float32", single, exact, 1e-5);
      expectClose("wasm, float32", run(wasm, "float32", graph, cotangent), single, 1e-5);
    }),
    { numRuns: PROGRAMS, seed: Number(SEED ?? 5), examples: FOUND },
  );
}, 3_600_000);
