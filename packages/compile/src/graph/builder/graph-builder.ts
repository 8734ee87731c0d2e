import type {
  BinaryName,
  CumulativeNode,
  Graph,
  GraphNode,
  InputRole,
  MapName,
  NodeId,
  ReduceNode,
  UnaryName,
} from "../graph.js";
import type { Shape } from "../shapes.js";

type UnaryMethods = { readonly [Name in UnaryName]: (x: NodeId) => NodeId };
type BinaryMethods = { readonly [Name in BinaryName]: (a: NodeId, b: NodeId) => NodeId };

/**
 * Makes a graph, node by node. Equal nodes are made once, operations on constants are evaluated at once, and what algebra
 * makes unnecessary is left out; therefore an operation may return any node that has its value and its shape. The functions
 * of numbers are methods: `builder.add(a, b)`.
 *
 * Every method throws an InvalidArgumentError if shapes do not fit.
 */
export interface GraphBuilder extends UnaryMethods, BinaryMethods {
  /** The node with this id. */
  node(id: NodeId): GraphNode;
  /** The shape of a node's value. */
  shape(id: NodeId): Shape;
  /** A value from outside: the same node whenever role and index are the same. */
  input(role: InputRole, index: number, shape: Shape): NodeId;
  /** Known values, row-major. A single number fills the shape, which is a scalar's by default. */
  constant(values: number | ArrayLike<number>, shape?: Shape): NodeId;
  /** A function of numbers, element by element, with NumPy's broadcasting. */
  map(fn: MapName, ...inputs: ReadonlyArray<NodeId>): NodeId;
  /** `map("select", …)`: a where the condition is not 0, else b. */
  select(condition: NodeId, a: NodeId, b: NodeId): NodeId;
  /** [B, m, k] · [B, k, n] → [B, m, n]; see `matMul` in `operations` for other ranks. */
  matMul(a: NodeId, b: NodeId, transposeA?: boolean, transposeB?: boolean): NodeId;
  /** [outer, n, inner] → [outer, inner]; see `reduce` in `operations` for other axes. */
  reduce(fn: ReduceNode["fn"], x: NodeId): NodeId;
  /** Blocks `table` of the inputs, laid one after another; see GatherNode. */
  gather(inputs: ReadonlyArray<NodeId>, blocks: GatherBlocks, shape: Shape): NodeId;
  /** Adds blocks of x to the blocks `table` of the result, which has this shape. */
  scatter(x: NodeId, blocks: ScatterBlocks, shape: Shape): NodeId;
  /** Cumulative sum or product along the middle axis of [outer, n, inner]. */
  cumulative(
    fn: CumulativeNode["fn"],
    x: NodeId,
    order: Pick<CumulativeNode, "exclusive" | "reverse">,
  ): NodeId;
  /** The same numbers under another shape. */
  reshape(x: NodeId, shape: Shape): NodeId;
  /** Repeats x along axes of length 1, and along new axes in front. */
  broadcastTo(x: NodeId, shape: Shape): NodeId;
  /** The graph of these outputs. It keeps all inputs, so that it tells their shapes, and otherwise only what outputs need. */
  graph(outputs: ReadonlyArray<NodeId>): Graph;
}

/** What a scatter moves where. */
export interface ScatterBlocks {
  /** Numbers per block; 1 by default. */
  readonly block?: number;
  readonly table: Int32Array;
}

/** What a gather takes from where. */
export interface GatherBlocks extends ScatterBlocks {
  /** The value where the table is −1; 0 by default. */
  readonly fill?: number;
}
