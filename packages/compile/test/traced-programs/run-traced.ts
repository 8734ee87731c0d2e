import type * as tf from "@tensorflow/tfjs";
import { expect } from "vitest";
import { differentiate } from "../../src/derivative/differentiate.js";
import type { Graph } from "../../src/graph/graph.js";
import type { FloatArray } from "../../src/program/program.js";
import type { Subject } from "../support/subject.js";
import { SHAPES } from "./instructions.js";

export type Arrays = ReadonlyArray<ArrayLike<number>>;

export function expectClose(what: string, got: Arrays, expected: Arrays, tolerance: number): void {
  for (const [i, values] of expected.entries()) {
    const scale = Math.max(1, ...Array.from(values, Math.abs));
    for (let j = 0; j < values.length; j++) {
      const difference = Math.abs((got[i]?.[j] as number) - (values[j] as number));
      expect(difference / scale, `${what}, ${i}[${j}]`).toBeLessThan(tolerance);
    }
  }
}

/** What traced functions are run with: see `SHAPES`. */
export interface TracedArguments {
  readonly y: ReadonlyArray<tf.Tensor>;
  readonly w: tf.Tensor;
  readonly cotangent: Arrays;
}

/** Values and cotangents that an executor computes. */
export function runTraced(
  executor: Subject,
  precision: "float32" | "float64",
  graph: Graph,
  { y, w, cotangent }: TracedArguments,
): Arrays {
  const sizes = {
    states: SHAPES.map((shape) => shape.reduce((n, m) => n * m, 1)),
    parameters: [9],
    captured: [],
  };
  const source = { forward: graph, backward: differentiate(graph), sizes, precision };
  const loaded = executor.load(source);
  const Numbers = precision === "float32" ? Float32Array : Float64Array;
  const copies = (arrays: Arrays): Array<FloatArray> => arrays.map((array) => Numbers.from(array));
  const zeros = (lengths: ReadonlyArray<number>): Array<FloatArray> =>
    lengths.map((n) => new Numbers(n));
  const state = copies(y.map((leaf) => leaf.dataSync()));
  loaded.setParameters(copies([w.dataSync()]), []);
  const [value, bars, theta] = [zeros(sizes.states), zeros(sizes.states), zeros([9])];
  loaded.evaluate(0.4, state, value);
  const tBar = loaded.pullback(0.4, state, copies(cotangent), bars, theta);
  return [...value, ...bars, ...theta, [tBar]];
}

/** Different numbers in all leaves. */
export function cotangentOf(y: ReadonlyArray<tf.Tensor>): Arrays {
  return y.map((leaf, i) => Array.from({ length: leaf.size }, (_, j) => Math.cos(i + 2 * j)));
}
