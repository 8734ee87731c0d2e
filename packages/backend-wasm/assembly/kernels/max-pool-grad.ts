import { largestInWindow, Pooling } from "./pooling";

/**
 * dx[i] = Σ dy[o] over the windows o whose first maximum is x[i]. A window of only NaN or padding contributes nothing.
 *
 * @param dx Address of an array as long as x.
 */
export function maxPoolGrad(x: usize, dy: usize, dx: usize, pooling: usize): void {
  const p = changetype<Pooling>(pooling);
  const volume = <usize>p.batch * p.inDepth * p.inHeight * p.inWidth * p.channels;
  memory.fill(dx, 0, volume << 2);
  let from = dy;
  for (let b = 0; b < p.batch; b++) {
    for (let d = 0; d < p.outDepth; d++) {
      for (let i = 0; i < p.outHeight; i++) {
        for (let j = 0; j < p.outWidth; j++) {
          for (let channel = 0; channel < p.channels; channel++) {
            const at = largestInWindow(p, x, b, d, i, j, channel);
            if (at >= 0) {
              const to = dx + ((<usize>at) << 2);
              store<f32>(to, load<f32>(to) + load<f32>(from));
            }
            from += 4;
          }
        }
      }
    }
  }
}
