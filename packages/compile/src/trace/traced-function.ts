import type { FunctionRequest, Structure } from "@symplectic-adjoint/core";
import type { Tensor } from "@tensorflow/tfjs-core";
import type { Graph } from "../graph/graph.js";

/** Where a function is traced, and together with which others. */
export interface TraceRequest {
  /** The time at which it is traced first. */
  readonly t0: number;
  /** The structure of y, and the shapes of its leaves. */
  readonly structure: Structure;
  readonly shapes: ReadonlyArray<ReadonlyArray<number>>;
  /** The parameters given by the user: see `DynamicsContext.parameters`. */
  readonly parameters?: unknown;
  /** Whether parameters are looked for if none are given. If not, what f reads is captured. */
  readonly differentiate: boolean;
  /** How functions get the time. Default: "number". */
  readonly time?: "number" | "tensor" | undefined;
  /** The further arguments of f, after t and y. */
  readonly args?: ReadonlyArray<Tensor> | undefined;
  /** Functions to trace together with f: they share its parameters. */
  readonly functions?: ReadonlyArray<BoundRequest> | undefined;
}

/** Another function of a solve, with its further arguments. */
export interface BoundRequest extends FunctionRequest {
  readonly args?: ReadonlyArray<Tensor> | undefined;
}

/** The functions of a solve as graphs over the same inputs. The index of an input of the graphs is its index here. */
export interface TracedDynamics {
  /** f; its outputs are the leaves of dy/dt. */
  readonly func: TracedFunction;
  /** `TraceRequest.functions`, in order. */
  readonly functions: ReadonlyArray<TracedFunction>;
  /** Inputs "parameter": in the order in which an interpreted f has them. */
  readonly parameters: ReadonlyArray<Tensor>;
  /** Inputs "captured": other tensors that the functions read, of any real type. */
  readonly captured: ReadonlyArray<Tensor>;
  /** Tensors whose values the graphs depend on beyond their inputs, such as indices. They may be captured as well. */
  readonly frozen: ReadonlyArray<FrozenTensor>;
}

/** One function. */
export interface TracedFunction {
  /** How errors name it: "f", "save", "events[0].condition". */
  readonly name: string;
  readonly graph: Graph;
  /** Of its value. The shapes of the leaves are those of the graph's outputs. */
  readonly structure: Structure;
  /** Whether the value depends on the time; only with `time: "tensor"`: no function that uses a number can be traced. */
  readonly usesTime: boolean;
}

/** A tensor whose values were needed for tracing. If they differ later, the function must be traced again. */
export interface FrozenTensor {
  readonly tensor: Tensor;
  readonly values: Float32Array | Float64Array;
}
