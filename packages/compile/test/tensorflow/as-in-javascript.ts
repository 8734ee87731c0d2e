import { expect } from "vitest";
import { differentiate } from "../../src/derivative/differentiate.js";
import { javascriptExecutor } from "../../src/executors/javascript/javascript-executor.js";
import type { Graph } from "../../src/graph/graph.js";
import { sizeOf } from "../../src/graph/shapes.js";
import { expectClose } from "../support/expect-close.js";
import { programsOn, type Subject } from "../support/subject.js";
import { graphs } from "./tfjs-node.js";

type Values = ReadonlyArray<ReadonlyArray<number>>;

/** A graph of states and its derivative give the same as in JavaScript. Numbers that are not finite are the same, too. */
export function expectAsInJavascript(forward: Graph, values: Values): void {
  const expected = results(programsOn(javascriptExecutor), forward, values);
  const found = results(graphs, forward, values);
  const kind = (x: number) => (Number.isFinite(x) ? 0 : x);
  const finite = (x: number) => (Number.isFinite(x) ? x : 0);
  expect(found.map((each) => Array.from(each, kind))).toEqual(
    expected.map((each) => Array.from(each, kind)),
  );
  expectClose(
    found.map((each) => each.map(finite)),
    expected.map((each) => each.map(finite)),
    1e-5,
  );
}

/** Values and cotangents. */
function results(subject: Subject, forward: Graph, values: Values): ReadonlyArray<Float32Array> {
  const sizes = { states: values.map(({ length }) => length), parameters: [], captured: [] };
  const backward = differentiate(forward);
  const loaded = subject.load({ forward, backward, sizes, precision: "float32" });
  const y = values.map((leaf) => Float32Array.from(leaf));
  const value = forward.outputs.map(
    (id) => new Float32Array(sizeOf(forward.nodes[id]?.shape ?? [])),
  );
  const bars = y.map((leaf) => new Float32Array(leaf.length));
  const g = value.map((leaf) => leaf.map((_, i) => Math.cos(i)));
  loaded.setParameters([], []);
  loaded.evaluate(0, y, value);
  loaded.pullback(0, y, g, bars, []);
  loaded.release?.();
  return [...value, ...bars];
}
