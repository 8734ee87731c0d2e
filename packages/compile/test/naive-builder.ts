import type { GraphBuilder } from "../src/graph/builder/graph-builder.js";
import { binaryFunctions, unaryFunctions } from "../src/graph/functions/scalar-functions.js";
import type { GraphNode, NodeId } from "../src/graph/graph.js";

/** A builder that makes every node that it is asked for, and simplifies nothing. */
export function createNaiveBuilder(): GraphBuilder {
  const nodes: Array<GraphNode> = [];
  const make = (node: GraphNode): NodeId => nodes.push(node) - 1;
  const shape = (id: NodeId) => (nodes[id] as GraphNode).shape;
  const primitives = {
    node: (id) => nodes[id] as GraphNode,
    shape,
    input: (role, index, shape) => make({ kind: "input", role, index, shape }),
    constant(values, given) {
      const array =
        typeof values === "number" ? Float64Array.of(values) : Float64Array.from(values);
      const shape = given ?? (typeof values === "number" ? [] : [values.length]);
      return make({ kind: "constant", values: array, shape });
    },
    map: (fn, ...inputs) => make({ kind: "map", fn, inputs, shape: broadcast(inputs.map(shape)) }),
    select: (c, a, b) => builder.map("select", c, a, b),
    matMul(a, b, transposeA = false, transposeB = false) {
      const [batchA, rowsA, columnsA] = shape(a) as [number, number, number];
      const [batchB, rowsB, columnsB] = shape(b) as [number, number, number];
      return make({
        kind: "matMul",
        inputs: [a, b],
        transposeA,
        transposeB,
        shape: [
          batchA === 1 ? batchB : batchA,
          transposeA ? columnsA : rowsA,
          transposeB ? rowsB : columnsB,
        ],
      });
    },
    reduce(fn, x) {
      const [outer, , inner] = shape(x) as [number, number, number];
      return make({ kind: "reduce", fn, inputs: [x], shape: [outer, inner] });
    },
    gather: (inputs, { block = 1, table, fill = 0 }, shape) =>
      make({ kind: "gather", inputs, block, table, fill, shape }),
    scatter: (x, { block = 1, table }, shape) =>
      make({ kind: "scatter", inputs: [x], block, table, shape }),
    cumulative: (fn, x, { exclusive, reverse }) =>
      make({ kind: "cumulative", fn, inputs: [x], exclusive, reverse, shape: shape(x) }),
    reshape: (x, shape) => make({ kind: "reshape", inputs: [x], shape }),
    broadcastTo: (x, to) => builder.add(x, builder.constant(0, to)),
    graph: (outputs) => ({ nodes: [...nodes], outputs }),
  } satisfies Partial<GraphBuilder>;
  const names = Object.keys({ ...unaryFunctions, ...binaryFunctions }) as Array<"add">;
  const functions = Object.fromEntries(
    names.map((fn) => [fn, (...inputs: Array<NodeId>) => builder.map(fn, ...inputs)]),
  );
  const builder = Object.defineProperties(
    functions,
    Object.getOwnPropertyDescriptors(primitives),
  ) as unknown as GraphBuilder;
  return builder;
}

function broadcast(shapes: ReadonlyArray<ReadonlyArray<number>>): Array<number> {
  const rank = Math.max(...shapes.map((shape) => shape.length));
  return Array.from({ length: rank }, (_, axis) =>
    shapes.reduce((length, shape) => {
      const own = shape[axis - rank + shape.length] ?? 1;
      return own === 1 ? length : own;
    }, 1),
  );
}
