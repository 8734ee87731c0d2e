import { largestInWindow, Pooling } from "./pooling";

/** out[o] = the maximum of the window of o; -Infinity if it is empty. */
export function maxPool(x: usize, out: usize, pooling: usize): void {
  const p = changetype<Pooling>(pooling);
  let to = out;
  for (let b = 0; b < p.batch; b++) {
    for (let d = 0; d < p.outDepth; d++) {
      for (let i = 0; i < p.outHeight; i++) {
        for (let j = 0; j < p.outWidth; j++) {
          for (let channel = 0; channel < p.channels; channel++) {
            const at = largestInWindow(p, x, b, d, i, j, channel);
            store<f32>(to, at < 0 ? -Infinity : load<f32>(x + ((<usize>at) << 2)));
            to += 4;
          }
        }
      }
    }
  }
}
