import { differentiate } from "../../src/derivative/differentiate.js";
import type { Graph } from "../../src/graph/graph.js";
import { sizeOf } from "../../src/graph/shapes.js";
import type { ProgramSource } from "../../src/program/program-source.js";
import { randomGraph, randomShape, SHORT } from "./random-graphs.js";
import type { RandomNumbers } from "./random-numbers.js";

/** A random function and its derivative, or, half the time, another function of the same inputs and of cotangents. */
export function randomSource(
  random: RandomNumbers,
  lengths = SHORT,
): ProgramSource & { readonly backward: Graph; readonly hasTimeBar: boolean } {
  const shapes = {
    state: [randomShape(random, lengths), randomShape(random, lengths)],
    parameter: [randomShape(random, lengths), randomShape(random, lengths), [3, 2]],
    captured: [randomShape(random, lengths)],
    cotangent: [],
  };
  const operations = 3 + random.below(40);
  const forward = randomGraph(random, shapes, shapes.state, operations, lengths);
  const withCotangents = { ...shapes, cotangent: shapes.state };
  const bars = [...shapes.state, ...shapes.parameter, []];
  const backward =
    random.next() < 0.5
      ? differentiate(forward)
      : randomGraph(random, withCotangents, bars, operations, lengths);
  return {
    forward,
    backward,
    hasTimeBar: backward.outputs.length === bars.length,
    sizes: {
      states: shapes.state.map(sizeOf),
      parameters: shapes.parameter.map(sizeOf),
      captured: shapes.captured.map(sizeOf),
    },
    precision: "float64",
  };
}
