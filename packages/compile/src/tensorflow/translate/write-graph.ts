import type { Graph, GraphNode, InputRole, NodeId } from "../../graph/graph.js";
import { sameNumbers } from "../../graph/same-numbers.js";
import { broadcastShapes } from "../../graph/shapes.js";
import type { GraphWriter, Value } from "../graph-def/graph-writer.js";
import { writeCumulative, writeReduce } from "./write-along-axis.js";
import { writeMap } from "./write-map.js";
import { writeBiasAdd, writeMatMul } from "./write-products.js";
import { writeGather, writeScatter } from "./write-rearrangements.js";
import { writeSlope } from "./write-slopes.js";

/** The values that a graph is applied to. */
export type Inputs = (role: InputRole, index: number) => Value;

/** Writes what a graph computes, for these inputs. */
export function writeGraph(writer: GraphWriter, graph: Graph, inputs: Inputs): Array<Value> {
  const values: Array<Value> = [];
  const at = (id: NodeId): Value => values[id] as Value;
  for (const node of graph.nodes) values.push(writeNode(writer, graph, node, at, inputs));
  return graph.outputs.map(at);
}

function writeNode(
  writer: GraphWriter,
  graph: Graph,
  node: GraphNode,
  at: (id: NodeId) => Value,
  inputs: Inputs,
): Value {
  switch (node.kind) {
    case "input":
      return writer.reshape(inputs(node.role, node.index), node.shape);
    case "constant":
      return writer.constant(node.values, node.shape);
    case "map": {
      const operands = scalarsFor(writer, graph, node, at);
      const bias = node.fn === "add" ? writeBiasAdd(writer, node.shape, operands) : undefined;
      return bias ?? writeSlope(writer, graph, node, at) ?? writeMap(writer, node.fn, operands);
    }
    case "matMul":
      return writeMatMul(writer, node, [at(node.inputs[0]), at(node.inputs[1])]);
    case "reduce":
      return writeReduce(writer, node, at(node.inputs[0]));
    case "gather":
      return writeGather(writer, node, node.inputs.map(at));
    case "scatter":
      return writeScatter(writer, node, at(node.inputs[0]));
    case "cumulative":
      return writeCumulative(writer, node, at(node.inputs[0]));
    case "reshape":
      return writer.reshape(at(node.inputs[0]), node.shape);
  }
}

/** The arguments of a map; arrays of one number as that number, where the others have the shape of the result. */
function scalarsFor(
  writer: GraphWriter,
  { nodes }: Graph,
  { inputs, shape }: Extract<GraphNode, { kind: "map" }>,
  at: (id: NodeId) => Value,
): ReadonlyArray<Value> {
  const operands = inputs.map((id) => {
    const node = nodes[id] as GraphNode;
    const isUniform = node.kind === "constant" && node.values.length === 1;
    return isUniform ? writer.constant(node.values, []) : at(id);
  });
  const found = broadcastShapes(operands.map((operand) => operand.shape));
  return found !== undefined && sameNumbers(found, shape) ? operands : inputs.map(at);
}
