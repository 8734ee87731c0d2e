import type { MapName, MapNode, NodeId } from "../graph.js";
import { sameNumbers } from "../same-numbers.js";
import { broadcastShapes } from "../shapes.js";
import type { GraphBuilder } from "./graph-builder.js";
import { shapeError } from "./shape-error.js";
import { simplifyMap } from "./simplify-map.js";
import { broadcastSource } from "./strided-view.js";

/** fn(…inputs), computed before operands are broadcast rather than after. */
export function mapNode(
  builder: GraphBuilder,
  fn: MapName,
  inputs: ReadonlyArray<NodeId>,
): MapNode | NodeId {
  const shape = broadcastOf(builder, fn, inputs);
  const sources = inputs.map((id) => broadcastSource(builder, id) ?? id);
  const sourceShape = broadcastOf(builder, fn, sources);
  const operands = COMMUTATIVE.has(fn) ? [...sources].sort((a, b) => a - b) : sources;
  const simplified = simplifyMap(builder, fn, operands);
  if (simplified !== undefined) {
    return builder.broadcastTo(simplified, shape);
  }
  const node: MapNode = { kind: "map", fn, inputs: operands, shape: sourceShape };
  return sameNumbers(shape, sourceShape)
    ? node
    : builder.broadcastTo(builder.map(fn, ...operands), shape);
}

/** Operations that are the same node with operands exchanged. max and min are not: at ties their derivatives differ. */
const COMMUTATIVE: ReadonlySet<MapName> = new Set([
  "add",
  "and",
  "equal",
  "multiply",
  "notEqual",
  "or",
]);

function broadcastOf(builder: GraphBuilder, fn: MapName, inputs: ReadonlyArray<NodeId>) {
  const shapes = inputs.map(builder.shape);
  const shape = broadcastShapes(shapes);
  if (shape === undefined) {
    throw shapeError(fn, shapes, "cannot be broadcast to one shape");
  }
  return shape;
}
