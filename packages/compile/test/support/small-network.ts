import { differentiate } from "../../src/derivative/differentiate.js";
import { createGraphBuilder } from "../../src/graph/builder/create-graph-builder.js";
import type { Graph } from "../../src/graph/graph.js";
import { matMul } from "../../src/graph/operations/mat-mul.js";
import { sizeOf } from "../../src/graph/shapes.js";
import type { ProgramSource } from "../../src/program/program-source.js";

/** A function of the time, two leaves, a matrix, a bias and a captured factor, and its derivative. */
export function smallNetwork(
  precision: ProgramSource["precision"],
): ProgramSource & { readonly backward: Graph } {
  const b = createGraphBuilder();
  const t = b.input("time", 0, []);
  const states = [[2, 3], [3]];
  const parameters = [[3, 3], [3]];
  const [y, z] = states.map((shape, i) => b.input("state", i, shape)) as [number, number];
  const [w, bias] = parameters.map((shape, i) => b.input("parameter", i, shape)) as [
    number,
    number,
  ];
  const factor = b.input("captured", 0, []);
  const hidden = b.tanh(b.add(matMul(b, y, w), b.multiply(bias, b.cos(t))));
  const dy = b.subtract(b.multiply(hidden, factor), b.multiply(y, z));
  const dz = b.sin(b.add(z, b.reduce("sum", b.reshape(hidden, [1, 2, 3]))));
  const forward = b.graph([dy, b.reshape(dz, [3])]);
  return {
    forward,
    backward: differentiate(forward),
    sizes: { states: states.map(sizeOf), parameters: parameters.map(sizeOf), captured: [1] },
    precision,
  };
}
