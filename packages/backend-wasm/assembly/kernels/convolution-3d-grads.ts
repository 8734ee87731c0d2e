/** The sizes of a convolution in three dimensions, as integers of four bytes one after the other. Channels come last. */
@unmanaged
class Convolution3D {
  batch: i32;
  inChannels: i32;
  outChannels: i32;
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
  front: i32;
  top: i32;
  left: i32;
}

function at(array: usize, index: i32): f64 {
  return <f64>load<f32>(array + ((<usize>index) << 2));
}

/** The gradient of a convolution in three dimensions with respect to its input, in double precision. */
export function convolution3DInputGrad(dy: usize, filter: usize, out: usize, sizes: usize): void {
  const c = changetype<Convolution3D>(sizes);
  let to = out;
  for (let b = 0; b < c.batch; b++) {
    for (let z = 0; z < c.inDepth; z++) {
      for (let y = 0; y < c.inHeight; y++) {
        for (let x = 0; x < c.inWidth; x++) {
          for (let channel = 0; channel < c.inChannels; channel++) {
            store<f32>(to, <f32>inputOf(c, dy, filter, b, z, y, x, channel));
            to += 4;
          }
        }
      }
    }
  }
}

/** The cotangent of the input at (b, z, y, x, channel). */
function inputOf(
  c: Convolution3D,
  dy: usize,
  filter: usize,
  b: i32,
  z: i32,
  y: i32,
  x: i32,
  channel: i32,
): f64 {
  let sum: f64 = 0;
  for (let u = 0; u < c.filterDepth; u++) {
    const into = z + c.front - u;
    const d = into / c.strideDepth;
    if (into < 0 || d >= c.outDepth || d * c.strideDepth !== into) continue;
    for (let v = 0; v < c.filterHeight; v++) {
      const down = y + c.top - v;
      const i = down / c.strideHeight;
      if (down < 0 || i >= c.outHeight || i * c.strideHeight !== down) continue;
      for (let w = 0; w < c.filterWidth; w++) {
        const across = x + c.left - w;
        const j = across / c.strideWidth;
        if (across < 0 || j >= c.outWidth || j * c.strideWidth !== across) continue;
        const outAt = (((b * c.outDepth + d) * c.outHeight + i) * c.outWidth + j) * c.outChannels;
        const place = (u * c.filterHeight + v) * c.filterWidth + w;
        const filterAt = (place * c.inChannels + channel) * c.outChannels;
        for (let o = 0; o < c.outChannels; o++) sum += at(dy, outAt + o) * at(filter, filterAt + o);
      }
    }
  }
  return sum;
}

/** The gradient of a convolution in three dimensions with respect to its filter, in double precision. */
export function convolution3DFilterGrad(x: usize, dy: usize, out: usize, sizes: usize): void {
  const c = changetype<Convolution3D>(sizes);
  let to = out;
  for (let u = 0; u < c.filterDepth; u++) {
    for (let v = 0; v < c.filterHeight; v++) {
      for (let w = 0; w < c.filterWidth; w++) {
        for (let channel = 0; channel < c.inChannels; channel++) {
          for (let o = 0; o < c.outChannels; o++) {
            store<f32>(to, <f32>weightOf(c, x, dy, u, v, w, channel, o));
            to += 4;
          }
        }
      }
    }
  }
}

/** The cotangent of the weight at (u, v, w) between two channels. */
function weightOf(
  c: Convolution3D,
  x: usize,
  dy: usize,
  u: i32,
  v: i32,
  w: i32,
  channel: i32,
  o: i32,
): f64 {
  let sum: f64 = 0;
  for (let b = 0; b < c.batch; b++) {
    for (let d = 0; d < c.outDepth; d++) {
      const z = d * c.strideDepth + u - c.front;
      if (z < 0 || z >= c.inDepth) continue;
      for (let i = 0; i < c.outHeight; i++) {
        const y = i * c.strideHeight + v - c.top;
        if (y < 0 || y >= c.inHeight) continue;
        for (let j = 0; j < c.outWidth; j++) {
          const column = j * c.strideWidth + w - c.left;
          if (column < 0 || column >= c.inWidth) continue;
          const inAt = ((b * c.inDepth + z) * c.inHeight + y) * c.inWidth + column;
          const outAt = ((b * c.outDepth + d) * c.outHeight + i) * c.outWidth + j;
          sum += at(x, inAt * c.inChannels + channel) * at(dy, outAt * c.outChannels + o);
        }
      }
    }
  }
  return sum;
}
