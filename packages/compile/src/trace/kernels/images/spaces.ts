import { type AxisIndices, range, rearrange } from "../../lowering/rearrange.js";
import { batchToSpace, depthToSpace, spaceToBatch } from "../../lowering/space-and-batch.js";
import { arrangement, type Crops } from "../arrangement.js";
import type { Kernels } from "../kernel.js";

type Numbers = ReadonlyArray<number>;

function mirrored({ paddings, mode }: MirrorAttrs, length: number, axis: number): AxisIndices {
  const [before, after] = paddings[axis] as readonly [number, number];
  const edge = mode === "reflect" ? 0 : 1;
  return range(before + length + after, -before).map((i) => {
    if (i < 0) return -i - edge;
    return i < length ? i : 2 * (length - 1) - i + edge;
  });
}

interface MirrorAttrs {
  readonly paddings: Crops;
  readonly mode: string;
}

/** Mirrored edges, and blocks that become batches or channels. */
export const spaces: Kernels = {
  MirrorPad: arrangement("x", (g, x, attrs) => {
    const axes = g
      .shape(x)
      .map((length, axis) => mirrored(attrs as unknown as MirrorAttrs, length, axis));
    return rearrange(g, x, axes);
  }),
  SpaceToBatchND: arrangement("x", (g, x, { blockShape, paddings }) =>
    spaceToBatch(g, x, blockShape as Numbers, paddings as Crops),
  ),
  BatchToSpaceND: arrangement("x", (g, x, { blockShape, crops }) =>
    batchToSpace(g, x, blockShape as Numbers, crops as Crops),
  ),
  DepthToSpace: arrangement("x", (g, x, { blockSize, dataFormat }) =>
    depthToSpace(g, x, blockSize as number, dataFormat === "NCHW"),
  ),
};
