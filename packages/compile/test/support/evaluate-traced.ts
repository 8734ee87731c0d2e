import { type TensorFunction, tfjs } from "@symplectic-adjoint/backend-tfjs";
import { type FunctionRequest, flattenTree, type Tree } from "@symplectic-adjoint/core";
import * as tf from "@tensorflow/tfjs";
import * as sets from "../../src/operations/index.js";
import { basicKernels } from "../../src/trace/kernels/basic-kernels.js";
import type { Kernels } from "../../src/trace/kernels/kernel.js";
import { traceDynamics } from "../../src/trace/trace-dynamics.js";
import type {
  TracedDynamics,
  TracedFunction,
  TraceRequest,
} from "../../src/trace/traced-function.js";
import { evaluateGraph } from "../reference/evaluate-graph.js";

/** Those of all sets of operations. */
export const allKernels: Kernels = Object.assign(
  {},
  basicKernels,
  ...Object.values(sets).map(({ kernels }) => kernels),
);

/** Options of a trace, with defaults. */
export type TraceOptions = Partial<
  Pick<TraceRequest, "differentiate" | "parameters" | "time" | "t0">
> & { readonly functions?: ReadonlyArray<FunctionRequest> };

const isTensor = (value: unknown): value is tf.Tensor => value instanceof tf.Tensor;

/** Traces f for the structure and shapes of y. */
export function traceAt(
  func: TensorFunction,
  y: Tree<tf.Tensor>,
  options: TraceOptions = {},
): TracedDynamics {
  const { leaves, structure } = flattenTree(y, isTensor);
  const shapes = leaves.map(({ shape }) => shape);
  const request = { t0: 0, differentiate: true, structure, shapes, ...options };
  return traceDynamics(func, request, allKernels);
}

/** The leaves that a traced function returns for (t, y), in doubles. */
export function evaluateTraced(
  { parameters, captured }: TracedDynamics,
  { graph }: TracedFunction,
  t: number,
  y: ReadonlyArray<tf.Tensor>,
): ReadonlyArray<Float64Array> {
  const read = (tensors: ReadonlyArray<tf.Tensor>) => tensors.map((tensor) => tensor.dataSync());
  return evaluateGraph(graph, {
    time: [[t]],
    state: read(y),
    parameter: read(parameters),
    captured: read(captured),
  });
}

/** The leaves that f returns for (t, y) when it is interpreted, in float32. */
export function evaluateInterpreted(
  func: TensorFunction,
  t: number,
  y: Tree<tf.Tensor>,
  time?: TraceOptions["time"],
): ReadonlyArray<ArrayLike<number>> {
  const { leaves, structure } = flattenTree(y, isTensor);
  const context = { t0: t, y0: leaves, structure, differentiate: false, time };
  const values = tfjs.dynamics(func, context).evaluate(t, leaves);
  const numbers = values.map((tensor) => tensor.dataSync().slice());
  tf.dispose(values as Array<tf.Tensor>);
  return numbers;
}
