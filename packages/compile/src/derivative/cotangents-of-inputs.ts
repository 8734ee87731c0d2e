import type { GraphBuilder } from "../graph/builder/graph-builder.js";
import type { BinaryName, GraphNode, MapNode, NodeId, UnaryName } from "../graph/graph.js";
import { binaryRules } from "./rules/binary-rules.js";
import { cumulativeRule } from "./rules/cumulative-rule.js";
import { gatherRule } from "./rules/gather-rule.js";
import { mask, sumOver } from "./rules/masked.js";
import { matMulRules } from "./rules/mat-mul-rule.js";
import { reduceRule } from "./rules/reduce-rule.js";
import { unaryRules } from "./rules/unary-rules.js";

/** A node that is differentiated: its id, the cotangent of its value, and which of its inputs need theirs. */
export interface Differentiated {
  readonly id: NodeId;
  readonly g: NodeId;
  readonly wanted: (input: NodeId) => boolean;
}

/** The cotangents of a node's inputs; undefined for those that are 0 or not wanted. */
export function cotangentsOfInputs(
  b: GraphBuilder,
  { id, g, wanted }: Differentiated,
): ReadonlyArray<NodeId | undefined> {
  const node: GraphNode = b.node(id);
  switch (node.kind) {
    case "input":
    case "constant":
      return [];
    case "map":
      return mapRule(b, node, { id, g, wanted });
    case "matMul":
      return node.inputs.map((input, i) =>
        wanted(input) ? matMulRules[i]?.(b, node, g) : undefined,
      );
    case "reduce":
      return [reduceRule(b, node.fn, g, [node.inputs[0], id])];
    case "gather":
      return gatherRule(b, node, g, id);
    case "scatter": {
      const [input] = node.inputs;
      return [b.gather([g], { block: node.block, table: node.table }, b.shape(input))];
    }
    case "cumulative":
      return [cumulativeRule(b, node, g, node.inputs[0])];
    case "reshape":
      return [b.reshape(g, b.shape(node.inputs[0]))];
  }
}

function mapRule(
  b: GraphBuilder,
  { fn, inputs }: MapNode,
  { id, g, wanted }: Differentiated,
): ReadonlyArray<NodeId | undefined> {
  const [x, c, z] = inputs as [NodeId, NodeId, NodeId];
  if (inputs.length === 1) {
    return [unaryRules[fn as UnaryName](b, g, x, id)];
  }
  const whole = (i: number) => {
    if (fn === "select") {
      return i === 0 ? undefined : mask(b, x, g, i === 2);
    }
    return binaryRules[fn as BinaryName]?.[i]?.(b, { g, a: x, c, y: id });
  };
  return [x, c, z].slice(0, inputs.length).map((input, i) => {
    const cotangent = wanted(input) ? whole(i) : undefined;
    return cotangent === undefined ? undefined : sumOver(b, cotangent, b.shape(input));
  });
}
