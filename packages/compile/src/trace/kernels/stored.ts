import type { GraphBuilder } from "../../graph/builder/graph-builder.js";
import type { NodeId } from "../../graph/graph.js";
import type { Traced } from "./kernel.js";

/** An array of integers drops fractions when it is written. */
export function stored(g: GraphBuilder, node: NodeId, { dtype }: Pick<Traced, "dtype">): NodeId {
  return dtype === "int32" ? g.truncate(node) : node;
}
