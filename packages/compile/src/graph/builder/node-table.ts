import { newContentKeys } from "../content-keys.js";
import type { GraphNode, NodeId } from "../graph.js";

/** Nodes by content, so that equal nodes are one. */
export interface NodeTable {
  readonly nodes: ReadonlyArray<GraphNode>;
  /** The id of this node, or of the equal one made before. */
  intern(node: GraphNode): NodeId;
}

/** A table without nodes. */
export function createNodeTable(): NodeTable {
  const nodes: Array<GraphNode> = [];
  const ids = new Map<string, NodeId>();
  const keyOf = newContentKeys();
  return {
    nodes,
    intern(node) {
      const key = keyOf(node);
      const known = ids.get(key);
      if (known !== undefined) {
        return known;
      }
      ids.set(key, nodes.length);
      return nodes.push(node) - 1;
    },
  };
}
