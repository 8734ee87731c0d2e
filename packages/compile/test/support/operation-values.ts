import { type TensorFunction, tfjs } from "@symplectic-adjoint/backend-tfjs";
import { flattenTree } from "@symplectic-adjoint/core";
import * as tf from "@tensorflow/tfjs";
import type { Graph } from "../../src/graph/graph.js";
import type { Operation } from "../operations/operation.js";
import { evaluateGraph } from "../reference/evaluate-graph.js";
import { traceAt } from "./evaluate-traced.js";

type Apply = Operation["apply"];
type Values = ReadonlyArray<ArrayLike<number>>;

const identity: TensorFunction = (_t, y) => y;
const saveOf = (apply: Apply) => ({
  name: "save",
  func: (_t: number, y: ReadonlyArray<tf.Tensor>) => apply(...y),
  returns: "tree" as const,
});

/** The results of operations, as TensorFlow.js computes them within f. */
export function interpretedValues(apply: Apply, inputs: ReadonlyArray<tf.Tensor>): Values {
  const { structure } = flattenTree(inputs, (x): x is tf.Tensor => x instanceof tf.Tensor);
  const dynamics = tfjs.dynamics(identity, {
    t0: 0,
    y0: inputs,
    structure,
    differentiate: false,
    functions: [saveOf(apply)],
  });
  const results = dynamics.functions?.[0]?.evaluate(0, inputs) ?? [];
  const values = results.map((x) => Array.from(x.dataSync()));
  tf.dispose([...results]);
  return values;
}

/** The graph of operations on states. */
export function graphOf(apply: Apply, inputs: ReadonlyArray<tf.Tensor>): Graph {
  const traced = traceAt(identity, inputs, { functions: [saveOf(apply)] });
  expectOnlyStates(traced.parameters.length + traced.captured.length);
  return (traced.functions[0] as (typeof traced.functions)[0]).graph;
}

function expectOnlyStates(count: number): void {
  if (count > 0) throw new Error(`${count} tensors were read from outside`);
}

/** What the graph of operations on states computes. */
export function evaluateStates(graph: Graph, inputs: Values, cotangent: Values = []): Values {
  return evaluateGraph(graph, { state: inputs, cotangent });
}
