import type { GraphBuilder } from "../../graph/builder/graph-builder.js";
import type { NodeId } from "../../graph/graph.js";
import { pad } from "../../graph/operations/rearrange.js";
import { slice, transpose } from "../../graph/operations/views.js";
import type { Crops } from "../kernels/arrangement.js";
import { range } from "./rearrange.js";

/** Moves blocks of the axes after the first into the first: `tf.spaceToBatchND`. */
export function spaceToBatch(
  g: GraphBuilder,
  x: NodeId,
  blocks: ReadonlyArray<number>,
  paddings: Crops,
): NodeId {
  const given = g.shape(x);
  const padded = pad(
    g,
    x,
    given.map((_, axis) => paddings[axis - 1] ?? [0, 0]),
  );
  const [batch = 1, ...rest] = g.shape(padded);
  const m = blocks.length;
  const split = rest.flatMap((length, i) => {
    const block = blocks[i];
    return block === undefined ? [length] : [length / block, block];
  });
  const inside = range(m).map((i) => 2 * i + 2);
  const outside = range(m).map((i) => 2 * i + 1);
  const others = range(rest.length - m, 2 * m + 1);
  const moved = transpose(g, g.reshape(padded, [batch, ...split]), [
    ...inside,
    0,
    ...outside,
    ...others,
  ]);
  const product = blocks.reduce((a, b) => a * b, 1);
  return g.reshape(moved, [batch * product, ...rest.map((length, i) => length / (blocks[i] ?? 1))]);
}

/** Its inverse: `tf.batchToSpaceND`. */
export function batchToSpace(
  g: GraphBuilder,
  x: NodeId,
  blocks: ReadonlyArray<number>,
  crops: Crops,
): NodeId {
  const [batch = 1, ...rest] = g.shape(x);
  const m = blocks.length;
  const remaining = batch / blocks.reduce((a, b) => a * b, 1);
  const order = [
    m,
    ...range(m).flatMap((i) => [m + 1 + i, i]),
    ...range(rest.length - m, 2 * m + 1),
  ];
  const moved = transpose(g, g.reshape(x, [...blocks, remaining, ...rest]), order);
  const grown = [remaining, ...rest.map((length, i) => length * (blocks[i] ?? 1))];
  const begin = grown.map((_, axis) => crops[axis - 1]?.[0] ?? 0);
  const size = grown.map((length, axis) => {
    const [before, after] = crops[axis - 1] ?? [0, 0];
    return length - before - after;
  });
  return slice(g, g.reshape(moved, grown), begin, size);
}

/** Moves channels into blocks of the image: `tf.depthToSpace`. */
export function depthToSpace(
  g: GraphBuilder,
  x: NodeId,
  block: number,
  channelsFirst: boolean,
): NodeId {
  const image = channelsFirst ? transpose(g, x, [0, 2, 3, 1]) : x;
  const [batch, height, width, depth] = g.shape(image) as [number, number, number, number];
  const channels = depth / block ** 2;
  const split = g.reshape(image, [batch, height, width, block, block, channels]);
  const moved = transpose(g, split, [0, 1, 3, 2, 4, 5]);
  const result = g.reshape(moved, [batch, height * block, width * block, channels]);
  return channelsFirst ? transpose(g, result, [0, 3, 1, 2]) : result;
}
