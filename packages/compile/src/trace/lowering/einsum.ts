import type { GraphBuilder } from "../../graph/builder/graph-builder.js";
import type { NodeId } from "../../graph/graph.js";
import { reduce } from "../../graph/operations/along-axes.js";
import { transpose } from "../../graph/operations/views.js";
import { sizeOf } from "../../graph/shapes.js";

/** An array whose axes have labels. */
interface Labelled {
  readonly node: NodeId;
  readonly labels: ReadonlyArray<string>;
}

/** A sum of products in Einstein's notation, of one or two arrays: "bij,bjk->bik". */
export function einsum(g: GraphBuilder, equation: string, arrays: ReadonlyArray<NodeId>): NodeId {
  const [left = "", right = ""] = equation.replace(/\s/g, "").split("->");
  const output = [...right];
  const terms = left.split(",").map((labels, i) => ({
    node: arrays[i] as NodeId,
    labels: [...labels],
  }));
  const alone = terms.map((term, i) => {
    const others = terms.filter((_, j) => j !== i).flatMap(({ labels }) => labels);
    return summed(g, term, [...output, ...others]);
  });
  const [a, b] = alone as [Labelled, Labelled | undefined];
  return arranged(g, b === undefined ? a : product(g, a, b, output), output);
}

/** Sums over the labels that nothing else has. */
function summed(
  g: GraphBuilder,
  { node, labels }: Labelled,
  used: ReadonlyArray<string>,
): Labelled {
  const axes = labels.flatMap((label, axis) => (used.includes(label) ? [] : [axis]));
  return {
    node: reduce(g, "sum", node, { axes }),
    labels: labels.filter((label) => used.includes(label)),
  };
}

/** A product of matrices for each index of the labels that both arrays and the output have. */
function product(
  g: GraphBuilder,
  a: Labelled,
  b: Labelled,
  output: ReadonlyArray<string>,
): Labelled {
  const common = a.labels.filter((label) => b.labels.includes(label));
  const batch = common.filter((label) => output.includes(label));
  const inner = common.filter((label) => !output.includes(label));
  const rows = a.labels.filter((label) => !common.includes(label));
  const columns = b.labels.filter((label) => !common.includes(label));
  const matrices = (x: Labelled, outer: ReadonlyArray<string>): NodeId => {
    const ordered = arranged(g, x, [...batch, ...outer, ...inner]);
    const shape = g.shape(ordered);
    const [first, second] = [batch.length, batch.length + outer.length];
    const parts = [shape.slice(0, first), shape.slice(first, second), shape.slice(second)];
    return g.reshape(ordered, parts.map(sizeOf));
  };
  const lengthOf = (label: string): number => {
    const { node, labels } = a.labels.includes(label) ? a : b;
    return g.shape(node)[labels.indexOf(label)] as number;
  };
  const labels = [...batch, ...rows, ...columns];
  const node = g.matMul(matrices(a, rows), matrices(b, columns), false, true);
  return { node: g.reshape(node, labels.map(lengthOf)), labels };
}

/** The axes in the order of these labels. */
function arranged(
  g: GraphBuilder,
  { node, labels }: Labelled,
  order: ReadonlyArray<string>,
): NodeId {
  return transpose(
    g,
    node,
    order.map((label) => labels.indexOf(label)),
  );
}
