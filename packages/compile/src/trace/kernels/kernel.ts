import type * as tfjs from "@tensorflow/tfjs-core";
import type { DataType, NamedAttrMap } from "@tensorflow/tfjs-core";
import type { GraphBuilder } from "../../graph/builder/graph-builder.js";
import type { NodeId } from "../../graph/graph.js";
import { upcastType } from "../../imports/tfjs-core.js";

/** A tensor of a traced function. Booleans are 0 and 1, integers are exact. */
export interface Traced {
  readonly node: NodeId;
  readonly dtype: DataType;
}

/** One call of a kernel of TensorFlow.js while a function is traced. */
export interface KernelCall {
  readonly g: GraphBuilder;
  readonly attrs: NamedAttrMap;
  /** The inputs by name; those of a list are named by their indices. */
  readonly inputs: Readonly<Record<string, Traced>>;
  /** An input that must be there. */
  input(name: string): Traced;
  /** The inputs of a list. */
  readonly list: ReadonlyArray<Traced>;
  /**
   * The values of a tensor that the graph must know: indices, for example. Tensors from outside that they depend on are
   * frozen.
   *
   * @throws CompilationError if they depend on the state, the time or a parameter.
   */
  valuesOf(x: Traced, what: string): Float64Array;
}

/** A kernel as operations of a graph. */
export type Kernel = (call: KernelCall) => Traced | ReadonlyArray<Traced>;

/** The constants of TensorFlow.js that are named as the kernels that they name. */
type KernelName = {
  [Name in keyof typeof tfjs]: (typeof tfjs)[Name] extends Name ? Name : never;
}[keyof typeof tfjs];

/** Kernels by their names in TensorFlow.js. */
export type Kernels = { readonly [Name in KernelName]?: Kernel };

/** The type of a result of several tensors. */
export function commonType(list: ReadonlyArray<Traced>): DataType {
  return list.map(({ dtype }) => dtype).reduce(upcastType);
}

export const float = (node: NodeId): Traced => ({ node, dtype: "float32" });
export const integer = (node: NodeId): Traced => ({ node, dtype: "int32" });
export const boolean = (node: NodeId): Traced => ({ node, dtype: "bool" });
