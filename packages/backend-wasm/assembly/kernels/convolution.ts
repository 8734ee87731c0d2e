import { matrixProduct } from "./matrix-product";

/** The sizes of a convolution in two dimensions, as integers of four bytes one after the other. Channels come last. */
@unmanaged
class Convolution {
  batch: i32;
  inHeight: i32;
  inWidth: i32;
  inChannels: i32;
  outHeight: i32;
  outWidth: i32;
  outChannels: i32;
  filterHeight: i32;
  filterWidth: i32;
  strideHeight: i32;
  strideWidth: i32;
  dilationHeight: i32;
  dilationWidth: i32;
  top: i32;
  left: i32;
}

// An output position y meets the input position x = y · stride + w · dilation − padding at the filter's position w.

/** The first y whose x is not before the input. */
function firstOutput(offset: i32, stride: i32): i32 {
  return offset >= 0 ? 0 : (stride - 1 - offset) / stride;
}

/** The first y whose x is behind an input of this length. */
function endOfOutput(offset: i32, stride: i32, length: i32, outLength: i32): i32 {
  return offset >= length ? 0 : min(outLength, (length - 1 - offset) / stride + 1);
}

/**
 * out[w, c, d] = Σ x[…, c] dy[…, d] over all places where the filter's position w met them: a product of matrices for each
 * row of the output.
 *
 * @param convolution Address of its sizes.
 */
export function convolutionFilterGrad(x: usize, dy: usize, out: usize, convolution: usize): void {
  const c = changetype<Convolution>(convolution);
  const inPixel = (<usize>c.inChannels) << 2;
  const outPixel = (<usize>c.outChannels) << 2;
  const weights = <usize>c.inChannels * outPixel;
  memory.fill(out, 0, <usize>(c.filterHeight * c.filterWidth) * weights);
  let to = out;
  for (let v = 0; v < c.filterHeight; v++) {
    const down = v * c.dilationHeight - c.top;
    const firstRow = firstOutput(down, c.strideHeight);
    const endOfRows = endOfOutput(down, c.strideHeight, c.inHeight, c.outHeight);
    for (let w = 0; w < c.filterWidth; w++) {
      const across = w * c.dilationWidth - c.left;
      const first = firstOutput(across, c.strideWidth);
      const terms = endOfOutput(across, c.strideWidth, c.inWidth, c.outWidth) - first;
      for (let b = 0; b < c.batch && terms > 0; b++) {
        for (let i = firstRow; i < endOfRows; i++) {
          const inRow = b * c.inHeight + i * c.strideHeight + down;
          const inAt = inRow * c.inWidth + first * c.strideWidth + across;
          const outAt = (b * c.outHeight + i) * c.outWidth + first;
          matrixProduct(
            x + <usize>inAt * inPixel,
            4,
            <usize>c.strideWidth * inPixel,
            dy + <usize>outAt * outPixel,
            outPixel,
            to,
            outPixel,
            c.inChannels,
            terms,
            c.outChannels,
            true,
          );
        }
      }
      to += weights;
    }
  }
}

/** The same for a depthwise convolution: each channel of x meets only its own channels of dy. In double precision. */
export function depthwiseFilterGrad(x: usize, dy: usize, out: usize, convolution: usize): void {
  const c = changetype<Convolution>(convolution);
  const times = c.outChannels / c.inChannels;
  const outStep = (<usize>c.outChannels) << 2;
  const inStep = (<usize>(c.strideWidth * c.inChannels)) << 2;
  let to = out;
  for (let v = 0; v < c.filterHeight; v++) {
    const down = v * c.dilationHeight - c.top;
    const firstRow = firstOutput(down, c.strideHeight);
    const endOfRows = endOfOutput(down, c.strideHeight, c.inHeight, c.outHeight);
    for (let w = 0; w < c.filterWidth; w++) {
      const across = w * c.dilationWidth - c.left;
      const first = firstOutput(across, c.strideWidth);
      const end = endOfOutput(across, c.strideWidth, c.inWidth, c.outWidth);
      for (let d = 0; d < c.outChannels; d++) {
        let sum: f64 = 0;
        for (let b = 0; b < c.batch; b++) {
          for (let i = firstRow; i < endOfRows; i++) {
            const inRow = b * c.inHeight + i * c.strideHeight + down;
            const inAt = inRow * c.inWidth + first * c.strideWidth + across;
            let from = x + ((<usize>(inAt * c.inChannels + d / times)) << 2);
            const outAt = (b * c.outHeight + i) * c.outWidth + first;
            let at = dy + ((<usize>(outAt * c.outChannels + d)) << 2);
            for (let j = first; j < end; j++) {
              sum += <f64>load<f32>(from) * <f64>load<f32>(at);
              from += inStep;
              at += outStep;
            }
          }
        }
        store<f32>(to, <f32>sum);
        to += 4;
      }
    }
  }
}

/** The gradient of a depthwise convolution with respect to its input, in double precision. */
export function depthwiseInputGrad(dy: usize, filter: usize, out: usize, convolution: usize): void {
  const c = changetype<Convolution>(convolution);
  const times = c.outChannels / c.inChannels;
  let to = out;
  for (let b = 0; b < c.batch; b++) {
    for (let i = 0; i < c.inHeight; i++) {
      for (let j = 0; j < c.inWidth; j++) {
        for (let channel = 0; channel < c.inChannels; channel++) {
          const sum = depthwiseInput(c, dy, filter, b, i, j, channel * times, times);
          store<f32>(to, <f32>sum);
          to += 4;
        }
      }
    }
  }
}

/** What the input at (b, i, j) gave to outputs, in the `times` channels from `channel` on. */
function depthwiseInput(
  c: Convolution,
  dy: usize,
  filter: usize,
  b: i32,
  i: i32,
  j: i32,
  channel: i32,
  times: i32,
): f64 {
  let sum: f64 = 0;
  for (let v = 0; v < c.filterHeight; v++) {
    const down = i + c.top - v * c.dilationHeight;
    const y = down / c.strideHeight;
    if (down < 0 || y >= c.outHeight || y * c.strideHeight !== down) continue;
    for (let w = 0; w < c.filterWidth; w++) {
      const across = j + c.left - w * c.dilationWidth;
      const z = across / c.strideWidth;
      if (across < 0 || z >= c.outWidth || z * c.strideWidth !== across) continue;
      const outAt = ((b * c.outHeight + y) * c.outWidth + z) * c.outChannels + channel;
      const filterAt = (v * c.filterWidth + w) * c.outChannels + channel;
      for (let d = 0; d < times; d++) {
        const cotangent = load<f32>(dy + ((<usize>(outAt + d)) << 2));
        sum += <f64>cotangent * <f64>load<f32>(filter + ((<usize>(filterAt + d)) << 2));
      }
    }
  }
  return sum;
}
