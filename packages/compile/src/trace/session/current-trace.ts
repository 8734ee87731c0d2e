import type { Tensor, TensorInfo } from "@tensorflow/tfjs-core";
import { createGraphBuilder } from "../../graph/builder/create-graph-builder.js";
import type { GraphBuilder } from "../../graph/builder/graph-builder.js";
import type { Graph } from "../../graph/graph.js";
import { engine } from "../../imports/tfjs-core.js";
import type { Traced } from "../kernels/kernel.js";
import { type ExactNumbers, exactNumbers } from "./exact-numbers.js";
import { type Outside, outsideTensors } from "./outside.js";
import type { StandIns } from "./stand-ins.js";
import { TraceBackend } from "./trace-backend.js";
import { keepsTensors } from "./trace-errors.js";
import { constantValues, valuesAtTrace } from "./values-at-trace.js";

type Shape = ReadonlyArray<number>;

/** One evaluation as a graph. */
export interface TracedCall {
  readonly graph: Graph;
  /** What it read from outside: the indices of inputs "captured", in the order of first use. */
  readonly reads: ReadonlySet<number>;
}

/** The evaluation that is being traced, between tensors of TensorFlow.js and nodes of its graph. */
export class CurrentTrace {
  readonly backend: TraceBackend;
  readonly exact: ExactNumbers = exactNumbers();
  readonly outside: Outside;
  graph: GraphBuilder = createGraphBuilder();
  /** Whether custom gradients are to be compared with derivatives, and whether there were any. */
  #gradients: "unchecked" | "wanted" | "checked" = "unchecked";
  #reads = new Set<number>();
  /** Whether values are being read for tracing itself. */
  #reading = false;

  /**
   * @param horizon Tensors with a smaller id existed before.
   * @param standIns Those of the further arguments of functions.
   */
  constructor(horizon: number, standIns: StandIns) {
    this.outside = outsideTensors(horizon, standIns);
    this.backend = new TraceBackend({
      constant: (values, shape, dtype) => {
        const numbers = dtype === "float32" ? this.exact.before(values) : values;
        return { node: this.graph.constant(onlyNumber(numbers) ?? numbers, shape), dtype };
      },
      valuesOf: ({ node }) => constantValues(this.graph, node),
    });
  }

  /** The node of a tensor: an input if it comes from outside. */
  tracedOf(info: TensorInfo): Traced {
    const own = this.backend.tracedOf(info);
    if (own !== undefined) return own;
    const index = this.outside.indexOf(info as Tensor);
    this.#reads.add(index);
    const { shape } = this.outside.tensors[index] as Tensor;
    const input = this.graph.input("captured", index, shape);
    return { node: this.graph.reshape(input, info.shape), dtype: info.dtype };
  }

  /** Makes a tensor stand for the time. */
  nameTime(tensor: Tensor): void {
    this.backend.replace(tensor, { node: this.graph.input("time", 0, []), dtype: "float32" });
  }

  /** Notes tensors that are returned: they may come from outside. */
  noteResults(tensors: ReadonlyArray<Tensor>): void {
    for (const tensor of tensors) if (!tensor.isDisposed) this.tracedOf(tensor);
  }

  /** A new buffer for a node. */
  infoOf(traced: Traced): TensorInfo {
    const { dtype } = traced;
    const shape = [...this.graph.shape(traced.node)];
    return { dataId: this.backend.bufferOf(traced), shape, dtype };
  }

  /** See `KernelCall`. */
  valuesOf({ node }: Traced, what: string): Float64Array {
    this.#reading = true;
    try {
      return valuesAtTrace(this.graph, node, this.outside, what);
    } finally {
      this.#reading = false;
    }
  }

  /**
   * A trace in which custom gradients are checked: once, since that takes longer than the trace, and all others are the same
   * or refused. Undefined if there were any, which leave nodes of their own in the graph.
   */
  checkingGradients(trace: () => TracedCall): TracedCall | undefined {
    this.#gradients = "wanted";
    try {
      const traced = trace();
      return this.#gradients === "wanted" ? traced : undefined;
    } finally {
      this.#gradients = "unchecked";
    }
  }

  /** Whether a custom gradient that was met has to be checked. */
  meetsGradient(): boolean {
    if (this.#gradients === "unchecked") return false;
    this.#gradients = "checked";
    return true;
  }

  /** Whether values of a tensor may be read. */
  mayRead(tensor: Tensor): boolean {
    return this.#reading || this.backend.isConstant(tensor);
  }

  /** The graph of one evaluation of a function of the state, which has leaves of these shapes. */
  trace(
    shapes: ReadonlyArray<Shape>,
    evaluate: (y: Array<Tensor>) => ReadonlyArray<Tensor>,
  ): TracedCall {
    this.graph = createGraphBuilder();
    this.#reads = new Set();
    const own: Array<Tensor> = [];
    try {
      const y = shapes.map((shape, i) => this.#stateLeaf(shape, i));
      own.push(...y);
      const results = evaluate(y);
      own.push(...results);
      const outputs = results.map((tensor) => this.tracedOf(tensor).node);
      const traced = { graph: this.graph.graph(outputs), reads: this.#reads };
      for (const tensor of own) tensor.dispose();
      if (this.backend.numDataIds() > 0) throw keepsTensors(this.backend.numDataIds());
      return traced;
    } finally {
      for (const tensor of own) tensor.dispose();
      this.backend.dispose();
    }
  }

  #stateLeaf(shape: Shape, index: number): Tensor {
    const node = this.graph.input("state", index, shape);
    return engine().makeTensorFromTensorInfo(this.infoOf({ node, dtype: "float32" }));
  }
}

/** The number that all elements of a list are: arrays of ones and zeros are frequent, and need not be copied. */
function onlyNumber(values: ArrayLike<number>): number | undefined {
  for (let i = 1; i < values.length; i++) if (!Object.is(values[i], values[0])) return undefined;
  return values[0];
}
