import type { Graph, GraphNode } from "../graph/graph.js";
import { sameNumbers } from "../graph/same-numbers.js";

/** The first difference between two graphs, to be read after "at t = 0 and t = 1 it …"; undefined if they are equal. */
export function differenceOf(a: Graph, b: Graph): string | undefined {
  const count = Math.min(a.nodes.length, b.nodes.length);
  for (let i = 0; i < count; i++) {
    const [left, right] = [a.nodes[i] as GraphNode, b.nodes[i] as GraphNode];
    const difference = differenceOfNodes(left, right);
    if (difference !== undefined) return difference;
  }
  if (a.nodes.length !== b.nodes.length) {
    const more = a.nodes.length > count ? a : b;
    return `has other operations (one more ${nameOf(more.nodes[count] as GraphNode)})`;
  }
  return sameNumbers(a.outputs, b.outputs) ? undefined : "returns other values";
}

function differenceOfNodes(a: GraphNode, b: GraphNode): string | undefined {
  if (nameOf(a) !== nameOf(b)) return `has other operations (${nameOf(a)} and ${nameOf(b)})`;
  if (!sameNumbers(a.shape, b.shape))
    return `has other shapes ([${a.shape.join(", ")}] and [${b.shape.join(", ")}])`;
  if (a.kind === "constant" && b.kind === "constant" && !sameNumbers(a.values, b.values)) {
    const [x, y] = firstDifferent(a.values, b.values);
    return `has other constants (${x} and ${y})`;
  }
  return sameNumbers(detailsOf(a), detailsOf(b))
    ? undefined
    : `has other operands or indices (of ${nameOf(a)})`;
}

/** Its inputs, flags and table. */
function detailsOf(node: GraphNode): ReadonlyArray<unknown> {
  if (node.kind === "constant") return [];
  return Object.values(node).flatMap((value: unknown) =>
    typeof value === "object" ? [...(value as Iterable<unknown>)] : [value],
  );
}

function nameOf(node: GraphNode): string {
  if (node.kind === "input") return `input ${node.role}`;
  return "fn" in node ? node.fn : node.kind;
}

/** Of constants that differ: a constant of equal numbers has only one. */
function firstDifferent(a: Float64Array, b: Float64Array): readonly [number, number] {
  for (let i = 0; i < Math.max(a.length, b.length); i++) {
    const [x, y] = [a[i] ?? a[0], b[i] ?? b[0]] as [number, number];
    if (!Object.is(x, y)) return [x, y];
  }
  return [a[0] as number, b[0] as number];
}
