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
  const byKey = new Map<string, Array<NodeId>>();
  return {
    nodes,
    intern(node) {
      const key = keyOf(node);
      const candidates = byKey.get(key) ?? [];
      const known = candidates.find((id) => sameNumbers(nodes[id] as GraphNode, node));
      if (known !== undefined) {
        return known;
      }
      const id = nodes.length;
      nodes.push(node);
      byKey.set(key, [...candidates, id]);
      return id;
    },
  };
}

/** All of a node but its table or values, of which it has a hash. */
function keyOf(node: GraphNode): string {
  const { table, values, ...rest } = node as GraphNode & {
    table?: Int32Array;
    values?: Float64Array;
  };
  const fields = Object.entries(rest).map(([name, value]) => `${name}:${String(value)}`);
  return `${fields.sort().join(";")}#${hash(numbersOf(node))}`;
}

/** The bits of a node's table or values. Bits, because −0 and 0 differ as constants, and NaN equals itself. */
function numbersOf(node: GraphNode): Int32Array {
  if (node.kind === "constant") {
    const { buffer, byteOffset, byteLength } = node.values;
    return new Int32Array(buffer, byteOffset, byteLength / Int32Array.BYTES_PER_ELEMENT);
  }
  return node.kind === "gather" || node.kind === "scatter" ? node.table : NONE;
}

const NONE = new Int32Array(0);

function sameNumbers(a: GraphNode, b: GraphNode): boolean {
  const left = numbersOf(a);
  const right = numbersOf(b);
  return left.length === right.length && left.every((bits, i) => bits === right[i]);
}

/** FNV-1a, word by word (Fowler, Noll and Vo 1991). */
function hash(words: Int32Array): number {
  let state = 0x811c9dc5;
  for (const word of words) {
    state = Math.imul(state ^ word, 0x01000193);
  }
  return state ^ words.length;
}
