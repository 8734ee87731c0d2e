import type { GraphBuilder } from "../../graph/builder/graph-builder.js";
import type { NodeId } from "../../graph/graph.js";
import { pad, tile } from "../../graph/operations/rearrange.js";
import { reverse, transpose } from "../../graph/operations/views.js";
import { sizeOf } from "../../graph/shapes.js";
import { axesOf } from "../lowering/axes-of.js";
import { arrangement, type Crops } from "./arrangement.js";
import type { Kernels } from "./kernel.js";

type Numbers = ReadonlyArray<number>;

/** Kernels that move numbers: everything is a table of where they come from. */
export const arrangements: Kernels = {
  Identity: arrangement("x", (_, x) => x),
  Reshape: arrangement("x", (g, x, { shape }) => g.reshape(x, inferred(shape as Numbers, g, x))),
  Transpose: arrangement("x", (g, x, { perm }) => transpose(g, x, perm as Numbers)),
  PadV2: arrangement("x", (g, x, { paddings, constantValue }) =>
    pad(g, x, paddings as Crops, constantValue as number),
  ),
  Reverse: arrangement("x", (g, x, { dims }) => reverse(g, x, axesOf(dims, g.shape(x).length))),
  Tile: arrangement("x", (g, x, { reps }) => tile(g, x, reps as Numbers)),
};

/** One length may be −1: what is left. */
function inferred(shape: Numbers, g: GraphBuilder, x: NodeId): Numbers {
  if (!shape.includes(-1)) return shape;
  const known = sizeOf(shape.filter((length) => length !== -1));
  const rest = known === 0 ? 0 : sizeOf(g.shape(x)) / known;
  return shape.map((length) => (length === -1 ? rest : length));
}
