/** The sizes of a pooling in three dimensions, as integers of four bytes one after the other. Channels come last. */
@unmanaged
export class Pooling {
  batch: i32;
  channels: i32;
  inDepth: i32;
  inHeight: i32;
  inWidth: i32;
  outDepth: i32;
  outHeight: i32;
  outWidth: i32;
  filterDepth: i32;
  filterHeight: i32;
  filterWidth: i32;
  strideDepth: i32;
  strideHeight: i32;
  strideWidth: i32;
  dilationDepth: i32;
  dilationHeight: i32;
  dilationWidth: i32;
  front: i32;
  top: i32;
  left: i32;
}

/** The index in x of the largest number in the window of the output at (b, d, i, j), or -1. */
export function largestInWindow(
  p: Pooling,
  x: usize,
  b: i32,
  d: i32,
  i: i32,
  j: i32,
  channel: i32,
): i32 {
  let largest: f32 = -Infinity;
  let found = -1;
  for (let u = 0; u < p.filterDepth; u++) {
    const z = d * p.strideDepth + u * p.dilationDepth - p.front;
    if (z < 0 || z >= p.inDepth) continue;
    for (let v = 0; v < p.filterHeight; v++) {
      const y = i * p.strideHeight + v * p.dilationHeight - p.top;
      if (y < 0 || y >= p.inHeight) continue;
      for (let w = 0; w < p.filterWidth; w++) {
        const column = j * p.strideWidth + w * p.dilationWidth - p.left;
        if (column < 0 || column >= p.inWidth) continue;
        const at =
          (((b * p.inDepth + z) * p.inHeight + y) * p.inWidth + column) * p.channels + channel;
        const value = load<f32>(x + ((<usize>at) << 2));
        if (value > largest) {
          largest = value;
          found = at;
        }
      }
    }
  }
  return found;
}
