import type { Graph, InputRole } from "../graph/graph.js";
import { sizeOf } from "../graph/shapes.js";
import { buildProgram } from "../program/build-program.js";
import type { FloatArray } from "../program/program.js";
import type { Leaves } from "./executor.js";
import { javascriptExecutor } from "./javascript/javascript-executor.js";

/** Values of a graph's inputs, row-major, by role and index. */
export type GraphInputs = { readonly [Role in InputRole]?: Leaves };

/** The outputs of a graph, once, in doubles. Inputs that are not given are zeros; the graph has no cotangents. */
export function evaluateGraph(graph: Graph, inputs: GraphInputs): ReadonlyArray<Float64Array> {
  const given = (role: InputRole): Leaves => {
    const arrays: Array<FloatArray> = [];
    for (const node of graph.nodes)
      if (node.kind === "input" && node.role === role)
        arrays[node.index] = inputs[role]?.[node.index] ?? new Float64Array(sizeOf(node.shape));
    // There are gaps where another graph of the same function has an input.
    return Array.from(arrays, (array = new Float64Array(0)) => array);
  };
  const lengths = (arrays: Leaves) => arrays.map(({ length }) => length);
  const [states, parameters, captured] = [given("state"), given("parameter"), given("captured")];
  const program = buildProgram({
    forward: graph,
    sizes: {
      states: lengths(states),
      parameters: lengths(parameters),
      captured: lengths(captured),
    },
    precision: "float64",
  });
  const loaded = javascriptExecutor.load(program);
  loaded.setParameters(parameters, captured);
  const outputs = program.outputs.map(({ length }) => new Float64Array(length));
  loaded.evaluate(inputs.time?.[0]?.[0] ?? 0, states, outputs);
  return outputs;
}
