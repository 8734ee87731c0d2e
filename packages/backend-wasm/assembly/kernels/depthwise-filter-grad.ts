import { Convolution, endOfOutput, firstOutput } from "./convolution";

/**
 * out[w, d] = Σ x[…, c] dy[…, d], where c is the channel of x that the channel d of dy belongs to; in double precision.
 *
 * @param convolution Address of its sizes.
 */
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
