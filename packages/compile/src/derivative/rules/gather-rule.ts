import type { GraphBuilder } from "../../graph/builder/graph-builder.js";
import { tablesOfInputs } from "../../graph/builder/make-gather.js";
import { stridedView } from "../../graph/builder/strided-view.js";
import type { GatherNode, NodeId } from "../../graph/graph.js";
import { reduce } from "../../graph/operations/along-axes.js";
import { sizeOf, stridedOffsets } from "../../graph/shapes.js";

/**
 * The cotangents of a gather's inputs: what was read once is put back by a gather, what was repeated along axes is summed
 * along them, and what was read in other patterns (overlapping windows) is added up by a scatter.
 */
export function gatherRule(
  b: GraphBuilder,
  node: GatherNode,
  g: NodeId,
  id: NodeId,
): ReadonlyArray<NodeId> {
  const [only] = node.inputs;
  const sums = only === undefined ? undefined : sumOfRepetitions(b, id, g, only);
  if (sums !== undefined) {
    return [sums];
  }
  const tables = tablesOfInputs(b, node);
  return node.inputs.map((input, i) =>
    b.scatter(g, { block: node.block, table: tables[i] as Int32Array }, b.shape(input)),
  );
}

/** If the gather repeats its input along some of its axes. */
function sumOfRepetitions(
  b: GraphBuilder,
  id: NodeId,
  g: NodeId,
  input: NodeId,
): NodeId | undefined {
  const shape = b.shape(id);
  const view = stridedView(b, id);
  const axes = shape.flatMap((n, axis) => (view?.strides[axis] === 0 && n > 1 ? [axis] : []));
  if (view === undefined || axes.length === 0) {
    return undefined;
  }
  const once = shape.map((n, axis) => (axes.includes(axis) ? 1 : n));
  const summed = reduce(b, "sum", g, { axes, keepDims: true });
  const table = stridedOffsets(once, view.strides, view.start);
  return sizeOf(once) === sizeOf(shape) ? undefined : b.scatter(summed, { table }, b.shape(input));
}
