import { differentiate } from "../../src/derivative/differentiate.js";
import type { Graph, InputNode, InputRole } from "../../src/graph/graph.js";
import { sizeOf } from "../../src/graph/shapes.js";
import { simplify } from "../../src/graph/simplify.js";
import type { Program } from "../../src/program/program.js";
import { evaluateGraph } from "../reference/evaluate-graph.js";
import type { Subject } from "../support/subject.js";

type Arrays = ReadonlyArray<Float64Array>;

/** A graph and its derivative, with inputs and cotangents. */
export interface ProgramCase {
  readonly inputs: Readonly<Record<InputRole, Arrays>>;
  readonly forward: Graph;
  readonly backward: Graph;
}

/** Random inputs for a graph, which are exact in both precisions. */
export function caseOf(graph: Graph, random: () => number): ProgramCase {
  const forward = simplify(graph);
  const draw = (shape: ReadonlyArray<number>) =>
    Float64Array.from({ length: sizeOf(shape) }, () => Math.fround(random()));
  const arrays = (role: InputRole): Arrays =>
    graph.nodes
      .filter((node): node is InputNode => node.kind === "input" && node.role === role)
      .sort((a, b) => a.index - b.index)
      .map(({ shape }) => draw(shape));
  const inputs = {
    time: arrays("time"),
    state: arrays("state"),
    parameter: arrays("parameter"),
    captured: arrays("captured"),
    cotangent: forward.outputs.map((id) => draw(forward.nodes[id]?.shape ?? [])),
  };
  return { inputs, forward, backward: differentiate(graph) };
}

/** How far a program in float64 is from its definition, in multiples of what is allowed. */
export function errorInFloat64(example: ProgramCase, executor: Subject): number {
  const expected = defined(example, example.inputs);
  const scale = largest(expected);
  return excess(executed(example, executor, "float64"), expected, () => 1e-11 * scale);
}

/** The same in float32. */
export function errorInFloat32(
  example: ProgramCase,
  executor: Subject,
  random: () => number,
): number {
  const expected = defined(example, example.inputs);
  // What changes of the inputs by a rounding do: at jumps, and where a program amplifies them, that is a lot.
  const moved = [1, 2, 3, 4, 5, 6].map(() => defined(example, nudged(example.inputs, random)));
  const spread = (i: number, j: number) =>
    Math.max(
      ...moved.map((values) => Math.abs((values[i]?.[j] as number) - (expected[i]?.[j] as number))),
    );
  const scale = largest(expected);
  const got = executed(example, executor, "float32");
  return excess(got, expected, (i, j) => 1e-5 * scale + 30 * spread(i, j));
}

/** Outputs, then cotangents of inputs, by the definition. */
function defined({ forward, backward }: ProgramCase, inputs: ProgramCase["inputs"]): Arrays {
  return [...evaluateGraph(forward, inputs), ...evaluateGraph(backward, inputs)];
}

/** The same by an executor. */
function executed(
  { inputs, forward, backward }: ProgramCase,
  executor: Subject,
  precision: Program["precision"],
): Arrays {
  const lengths = (arrays: Arrays) => arrays.map(({ length }) => length);
  const sizes = {
    states: lengths(inputs.state),
    parameters: lengths(inputs.parameter),
    captured: lengths(inputs.captured),
  };
  const loaded = executor.load({ forward, backward, sizes, precision });
  const FloatArrays = precision === "float32" ? Float32Array : Float64Array;
  const stored = (arrays: Arrays) => arrays.map((array) => FloatArrays.from(array));
  const zeros = (arrays: Arrays) => arrays.map(({ length }) => new FloatArrays(length));
  loaded.setParameters(stored(inputs.parameter), stored(inputs.captured));
  const [t, y] = [inputs.time[0]?.[0] as number, stored(inputs.state)];
  const outputs = zeros(inputs.cotangent);
  const [yBar, bars] = [zeros(inputs.state), zeros(inputs.parameter)];
  loaded.evaluate(t, y, outputs);
  const timeBar = loaded.pullback(t, y, stored(inputs.cotangent), yBar, bars);
  return [...outputs, ...yBar, ...bars, [timeBar]].map((array) => Float64Array.from(array));
}

/** How far results are from what is expected, in multiples of what is allowed. */
function excess(got: Arrays, expected: Arrays, allowed: (i: number, j: number) => number): number {
  let worst = 0;
  for (const [i, array] of expected.entries()) {
    for (const [j, value] of array.entries()) {
      const found = got[i]?.[j] as number;
      const error = Object.is(found, value) ? 0 : Math.abs(found - value) / allowed(i, j);
      worst = Number.isNaN(error) ? Number.POSITIVE_INFINITY : Math.max(worst, error);
    }
  }
  return worst;
}

/** The largest finite number, 1 at least. */
function largest(arrays: Arrays): number {
  const sizes = arrays.flatMap((array) => Array.from(array, Math.abs)).filter(Number.isFinite);
  return sizes.reduce((a, b) => Math.max(a, b), 1);
}

function nudged(inputs: ProgramCase["inputs"], random: () => number): ProgramCase["inputs"] {
  const nudge = (arrays: Arrays): Arrays =>
    arrays.map((array) => array.map((x) => x * (1 + 2 ** -23 * random())));
  return {
    time: nudge(inputs.time),
    state: nudge(inputs.state),
    parameter: nudge(inputs.parameter),
    captured: nudge(inputs.captured),
    cotangent: nudge(inputs.cotangent),
  };
}
