import { binaryFunctions, unaryFunctions } from "../functions/scalar-functions.js";
import type { BinaryName, GraphNode, NodeId, UnaryName } from "../graph.js";
import { sameNumbers } from "../same-numbers.js";
import { sizeOf } from "../shapes.js";
import { constantNode, foldConstants } from "./fold-constants.js";
import type { GraphBuilder } from "./graph-builder.js";
import { broadcastNode, gatherNode, scatterNode } from "./make-gather.js";
import { mapNode } from "./make-map.js";
import { matMulNode } from "./make-mat-mul.js";
import { cumulativeNode, reduceNode } from "./make-reduce.js";
import { createNodeTable } from "./node-table.js";
import { pruneGraph } from "./prune-graph.js";
import { shapeError } from "./shape-error.js";

/** A builder without nodes. */
export function createGraphBuilder(): GraphBuilder {
  const table = createNodeTable();
  /** What the makers of nodes return: a node to be made, or one that exists. */
  const made = (node: GraphNode | NodeId): NodeId =>
    typeof node === "number" ? node : table.intern(foldConstants(builder, node));

  const primitives = {
    node: (id) => table.nodes[id] as GraphNode,
    shape: (id) => (table.nodes[id] as GraphNode).shape,
    input: (role, index, shape) => table.intern({ kind: "input", role, index, shape }),
    constant: (values, shape) => table.intern(constantNode(values, shape)),
    map: (fn, ...inputs) => made(mapNode(builder, fn, inputs)),
    select: (condition, a, b) => made(mapNode(builder, "select", [condition, a, b])),
    matMul: (a, b, transposeA = false, transposeB = false) =>
      made(matMulNode(builder, { id: a, transpose: transposeA }, { id: b, transpose: transposeB })),
    reduce: (fn, x) => made(reduceNode(builder, fn, x)),
    gather: (inputs, blocks, shape) => made(gatherNode(builder, inputs, blocks, shape)),
    scatter: (x, blocks, shape) => made(scatterNode(builder, x, blocks, shape)),
    cumulative: (fn, x, order) => made(cumulativeNode(builder, fn, x, order)),
    reshape(x, shape) {
      const node = builder.node(x);
      if (sizeOf(node.shape) !== sizeOf(shape)) {
        throw shapeError("reshape", [node.shape, shape], "have different numbers of elements");
      }
      if (node.kind === "reshape") {
        return builder.reshape(node.inputs[0], shape);
      }
      return sameNumbers(node.shape, shape) ? x : made({ kind: "reshape", inputs: [x], shape });
    },
    broadcastTo: (x, shape) => made(broadcastNode(builder, x, shape)),
    graph: (outputs) => pruneGraph(table.nodes, outputs),
  } satisfies Omit<GraphBuilder, UnaryName | BinaryName>;

  const unary = Object.keys(unaryFunctions) as Array<UnaryName>;
  const binary = Object.keys(binaryFunctions) as Array<BinaryName>;
  const functions = Object.fromEntries([
    ...unary.map((fn) => [fn, (x: NodeId) => primitives.map(fn, x)]),
    ...binary.map((fn) => [fn, (a: NodeId, b: NodeId) => primitives.map(fn, a, b)]),
  ]) as Pick<GraphBuilder, UnaryName | BinaryName>;
  const builder: GraphBuilder = Object.freeze({ ...functions, ...primitives });
  return builder;
}
