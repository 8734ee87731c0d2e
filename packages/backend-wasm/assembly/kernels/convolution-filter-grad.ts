import { Convolution, endOfOutput, firstOutput } from "./convolution";
import { matrixProduct } from "./matrix-product";

/**
 * out[w, c, d] = Σ x[…, c] dy[…, d] over all pairs that meet at the filter's position w: a matrix product for each row
 * of the output.
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
