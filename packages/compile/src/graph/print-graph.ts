import type { Graph, GraphNode } from "./graph.js";

/**
 * A graph as text, one line per node: id, shape, operation, ids of its inputs.
 *
 * ```
 * %0 [64,2]  state 0
 * %1 [2,16]  parameter 0
 * %2 [64,16] matMul %0 %1
 * %3 [64,16] tanh %2
 * outputs %3
 * ```
 */
export function printGraph(graph: Graph): string {
  const shapes = graph.nodes.map((node) => `[${node.shape.join(",")}]`);
  const width = Math.max(0, ...shapes.map((shape) => shape.length));
  const idWidth = `%${graph.nodes.length - 1}`.length;
  const lines = graph.nodes.map((node, id) => {
    const inputs = "inputs" in node ? node.inputs.map((input) => ` %${input}`).join("") : "";
    return `${`%${id}`.padEnd(idWidth)} ${(shapes[id] as string).padEnd(width)} ${describe(node)}${inputs}`;
  });
  return [...lines, `outputs ${graph.outputs.map((id) => `%${id}`).join(" ")}`].join("\n");
}

function describe(node: GraphNode): string {
  switch (node.kind) {
    case "input":
      return `${node.role} ${node.index}`;
    case "constant":
      return `constant ${shorten(node.values)}`;
    case "map":
      return node.fn;
    case "matMul":
      return `matMul${node.transposeA ? " ᵀ·" : ""}${node.transposeB ? " ·ᵀ" : ""}`;
    case "reduce":
      return node.fn;
    case "gather":
      return `gather ${shorten(node.table)}·${node.block}${node.fill === 0 ? "" : ` fill ${node.fill}`}`;
    case "scatter":
      return `scatter ${shorten(node.table)}·${node.block}`;
    case "cumulative":
      return `cumulative ${node.fn}${node.exclusive ? " exclusive" : ""}${node.reverse ? " reverse" : ""}`;
    case "reshape":
      return "reshape";
  }
}

/** The first numbers, and how many there are. */
function shorten(numbers: ArrayLike<number>): string {
  const shown = Array.from(numbers).slice(0, 8).join(",");
  return numbers.length > 8 ? `(${shown},… ${numbers.length})` : `(${shown})`;
}
