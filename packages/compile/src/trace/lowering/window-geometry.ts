import type { WindowGeometry } from "../../graph/operations/windows.js";
import type { Shape } from "../../graph/shapes.js";
import { backend_util } from "../../imports/tfjs-core.js";

type Conv2D = Parameters<typeof backend_util.computeConv2DInfo>;
type Conv3D = Parameters<typeof backend_util.computeConv3DInfo>;
type RoundingMode = Conv2D[5];
type Attrs = Readonly<Record<string, unknown>>;

/** The windows of a convolution of images or volumes [batch, ...spatial, channels] with a filter [...size, …]. */
export function convolutionGeometry(x: Shape, filter: Shape, attrs: Attrs): WindowGeometry {
  const { strides, pad, dimRoundingMode } = attrs;
  const dilations = attrs.dilations ?? 1;
  if (x.length === 5) {
    return fromVolume(
      backend_util.computeConv3DInfo(
        x as Conv3D[0],
        filter as Conv3D[1],
        strides as number,
        dilations as number,
        pad as "same",
        true,
        "channelsLast",
        dimRoundingMode as RoundingMode,
      ),
    );
  }
  return fromImage(
    backend_util.computeConv2DInfo(
      x as Conv2D[0],
      filter as Conv2D[1],
      strides as number,
      dilations as number,
      pad as "same",
      dimRoundingMode as RoundingMode,
      // The number of channels does not matter here.
      true,
    ),
  );
}

/** The windows of a pool. */
export function poolGeometry(x: Shape, attrs: Attrs): WindowGeometry {
  const { filterSize, strides, pad, dimRoundingMode } = attrs;
  const dilations = attrs.dilations ?? 1;
  if (x.length === 5) {
    return fromVolume(
      backend_util.computePool3DInfo(
        x as Conv3D[0],
        filterSize as number,
        strides as number,
        dilations as number,
        pad as "same",
        dimRoundingMode as RoundingMode,
      ),
    );
  }
  return fromImage(
    backend_util.computePool2DInfo(
      x as Conv2D[0],
      filterSize as number,
      strides as number,
      dilations as number,
      pad as "same",
      dimRoundingMode as RoundingMode,
    ),
  );
}

function fromImage(info: ReturnType<typeof backend_util.computeConv2DInfo>): WindowGeometry {
  return {
    size: [info.filterHeight, info.filterWidth],
    strides: [info.strideHeight, info.strideWidth],
    dilations: [info.dilationHeight, info.dilationWidth],
    padBefore: [info.padInfo.top, info.padInfo.left],
    count: [info.outHeight, info.outWidth],
  };
}

function fromVolume(info: ReturnType<typeof backend_util.computeConv3DInfo>): WindowGeometry {
  return {
    size: [info.filterDepth, info.filterHeight, info.filterWidth],
    strides: [info.strideDepth, info.strideHeight, info.strideWidth],
    dilations: [info.dilationDepth, info.dilationHeight, info.dilationWidth],
    padBefore: [info.padInfo.front, info.padInfo.top, info.padInfo.left],
    count: [info.outDepth, info.outHeight, info.outWidth],
  };
}
