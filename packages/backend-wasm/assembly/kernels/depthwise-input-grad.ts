import { Convolution } from "./convolution";

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

/** The cotangent of the input at (b, i, j), from the `times` output channels starting at `channel`. */
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
