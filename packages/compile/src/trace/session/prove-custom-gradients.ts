import { CompilationError } from "@symplectic-adjoint/core";
import { backend, engine, type Tensor, tidy } from "@tensorflow/tfjs-core";
import { pullBack } from "../../derivative/pull-back.js";
import type { GraphBuilder } from "../../graph/builder/graph-builder.js";
import { evaluateGraph, type GraphInputs } from "../../graph/evaluate-graph.js";
import type { Graph, InputRole, NodeId } from "../../graph/graph.js";
import { sizeOf } from "../../graph/shapes.js";
import { INTERPRET } from "../unsupported.js";
import type { CurrentTrace } from "./current-trace.js";

/** An operation with a gradient of its own, as `tf.customGrad` passes it to the engine. */
interface Custom {
  readonly inputs: Readonly<Record<string, Tensor>>;
  forwardFunc(backend: unknown, save: (tensors: Array<Tensor>) => void): Tensor;
  backwardsFunc(dy: Tensor, saved: Array<Tensor>): Readonly<Record<string, () => Tensor>>;
}

/** The engine's method for an operation: a kernel, or one with a gradient of its own. */
interface Operations {
  runKernelFunc(operation: Partial<Custom>): unknown;
}

/**
 * A program is differentiated by its operations, so what a `tf.customGrad` says of its derivative would be lost. TensorFlow.js
 * itself uses it for derivatives as they are, in log-softmax say. So each one is compared with the derivative of its
 * operations, in numbers: it may stay if they agree.
 *
 * @throws CompilationError, from `body`, at a gradient that is another function.
 */
export function proveCustomGradients<T>(trace: CurrentTrace, body: () => T): T {
  const target = Object.getPrototypeOf(engine()) as Operations;
  const { runKernelFunc } = target;
  target.runKernelFunc = function (this: unknown, operation) {
    if (isCustom(operation)) tidy(() => prove(trace, operation));
    return runKernelFunc.call(this, operation);
  };
  try {
    return body();
  } finally {
    target.runKernelFunc = runKernelFunc;
  }
}

function isCustom(operation: Partial<Custom>): operation is Custom {
  return operation.forwardFunc !== undefined && operation.backwardsFunc !== undefined;
}

function prove(trace: CurrentTrace, { inputs, forwardFunc, backwardsFunc }: Custom): void {
  const { graph } = trace;
  const nodeOf = (tensor: Tensor): NodeId => trace.tracedOf(tensor).node;
  trace.withVariables(Object.values(inputs), () => {
    const saved: Array<Tensor> = [];
    const value = forwardFunc(backend(), (tensors) => void saved.push(...tensors));
    const dy = graph.constant(cotangentOf(value.size), value.shape);
    const cotangent = engine().makeTensorFromTensorInfo(
      trace.infoOf({ node: dy, dtype: "float32" }),
    );
    const claims = new Map<NodeId, NodeId>();
    for (const [name, gradient] of Object.entries(backwardsFunc(cotangent, saved))) {
      const input = nodeOf(inputs[name] as Tensor);
      // Nobody differentiates for a constant.
      if (graph.node(input).kind === "constant") continue;
      const before = claims.get(input);
      const node = nodeOf(gradient());
      // The same tensor may be passed twice.
      claims.set(input, before === undefined ? node : graph.map("add", before, node));
    }
    if (claims.size === 0) return;
    const bars = pullBack(graph, {
      outputs: [nodeOf(value)],
      cotangents: [dy],
      withRespectTo: [...claims.keys()],
    });
    if (!agree(graph, [...claims.values()], bars)) throw another();
  });
}

/** Irregular numbers: nothing cancels by chance. */
function cotangentOf(count: number): Float64Array {
  return Float64Array.from({ length: count }, (_, i) => 1.25 + Math.sin(3 * i + 1));
}

/** Ranges of numbers to compare at: an operation may be undefined for negative ones. */
const RANGES: ReadonlyArray<readonly [least: number, most: number]> = [
  [-1.5, 1.5],
  [0.1, 0.9],
  [1.1, 3],
];

/** Relative: both are computed in doubles. */
const TOLERANCE = 1e-6;

/** Whether derivatives are the same function, as far as numbers show; false if there is no number to compare. */
function agree(
  builder: GraphBuilder,
  theirs: ReadonlyArray<NodeId>,
  ours: ReadonlyArray<NodeId | undefined>,
): boolean {
  const zero = (id: NodeId) => builder.constant(0, builder.shape(id));
  const both = builder.graph([...theirs, ...ours.map((id, i) => id ?? zero(theirs[i] as NodeId))]);
  let compared = 0;
  for (const range of RANGES) {
    const values = evaluateGraph(both, inputsWithin(both, range));
    for (const [i] of theirs.entries()) {
      const [a, b] = [values[i], values[theirs.length + i]] as [Float64Array, Float64Array];
      const size = Math.max(1, ...b.map(Math.abs).filter(Number.isFinite));
      for (let j = 0; j < a.length; j++) {
        const [x, y] = [a[j] as number, b[j] as number];
        if (!Number.isFinite(x) && !Number.isFinite(y)) continue;
        if (!(Math.abs(x - y) <= TOLERANCE * size)) return false;
        compared++;
      }
    }
  }
  return compared > 0;
}

/** Numbers for all inputs of a graph, the same each time. */
function inputsWithin({ nodes }: Graph, [least, most]: readonly [number, number]): GraphInputs {
  const inputs: Partial<Record<InputRole, Array<Float64Array>>> = {};
  let count = 0;
  for (const node of nodes) {
    if (node.kind !== "input") continue;
    const { role, index, shape } = node;
    inputs[role] ??= [];
    (inputs[role] as Array<Float64Array>)[index] = Float64Array.from(
      { length: sizeOf(shape) },
      () => {
        // The golden ratio spreads its multiples evenly.
        const fraction = (++count * 0.6180339887498949) % 1;
        return least + (most - least) * fraction;
      },
    );
  }
  return inputs;
}

function another(): CompilationError {
  return new CompilationError({
    argument: "The function",
    problem:
      "has a tf.customGrad whose gradient is not the derivative of its value, and a compiled function has the derivatives of its operations",
    remedy: `Write it so that its derivative is the gradient you want; or ${INTERPRET}.`,
  });
}
