/** The sizes of a dilation in two dimensions, as integers of four bytes one after the other. Channels come last. */
@unmanaged
class Dilation {
  batch: i32;
  channels: i32;
  inHeight: i32;
  inWidth: i32;
  outHeight: i32;
  outWidth: i32;
  filterHeight: i32;
  filterWidth: i32;
  strideHeight: i32;
  strideWidth: i32;
  dilationHeight: i32;
  dilationWidth: i32;
  top: i32;
  left: i32;
}

/** out[o] = the maximum of x + filter within the window of o. */
export function dilation(x: usize, filter: usize, out: usize, sizes: usize): void {
  each(x, filter, 0, out, sizes, 0);
}

/** The cotangent of each window goes to the position in x of its largest sum. `dx` is as long as x. */
export function dilationInputGrad(
  x: usize,
  filter: usize,
  dy: usize,
  dx: usize,
  sizes: usize,
): void {
  const d = changetype<Dilation>(sizes);
  memory.fill(dx, 0, (<usize>d.batch * d.inHeight * d.inWidth * d.channels) << 2);
  each(x, filter, dy, dx, sizes, 1);
}

/** The cotangent of each window goes to the position in the filter of its largest sum. */
export function dilationFilterGrad(
  x: usize,
  filter: usize,
  dy: usize,
  dfilter: usize,
  sizes: usize,
): void {
  const d = changetype<Dilation>(sizes);
  memory.fill(dfilter, 0, (<usize>d.filterHeight * d.filterWidth * d.channels) << 2);
  each(x, filter, dy, dfilter, sizes, 2);
}

function each(x: usize, filter: usize, dy: usize, out: usize, sizes: usize, grad: i32): void {
  const d = changetype<Dilation>(sizes);
  let o: usize = 0;
  for (let b = 0; b < d.batch; b++) {
    for (let i = 0; i < d.outHeight; i++) {
      for (let j = 0; j < d.outWidth; j++) {
        for (let channel = 0; channel < d.channels; channel++) {
          window(d, x, filter, dy, out, o, b, i, j, channel, grad);
          o += 4;
        }
      }
    }
  }
}

/** The window of the output at (b, i, j, channel), at byte o: writes its largest sum, or adds its cotangent. */
function window(
  d: Dilation,
  x: usize,
  filter: usize,
  dy: usize,
  out: usize,
  o: usize,
  b: i32,
  i: i32,
  j: i32,
  channel: i32,
  grad: i32,
): void {
  let largest: f32 = -Infinity;
  let xAt = -1;
  let filterAt = -1;
  for (let v = 0; v < d.filterHeight; v++) {
    const y = i * d.strideHeight + v * d.dilationHeight - d.top;
    if (y < 0 || y >= d.inHeight) continue;
    for (let w = 0; w < d.filterWidth; w++) {
      const column = j * d.strideWidth + w * d.dilationWidth - d.left;
      if (column < 0 || column >= d.inWidth) continue;
      const from = ((b * d.inHeight + y) * d.inWidth + column) * d.channels + channel;
      const by = (v * d.filterWidth + w) * d.channels + channel;
      const sum = load<f32>(x + ((<usize>from) << 2)) + load<f32>(filter + ((<usize>by) << 2));
      if (sum > largest) {
        largest = sum;
        xAt = from;
        filterAt = by;
      }
    }
  }
  if (grad === 0) {
    store<f32>(out + o, largest);
    return;
  }
  const to = grad === 1 ? xAt : filterAt;
  if (to < 0) return;
  const place = out + ((<usize>to) << 2);
  store<f32>(place, load<f32>(place) + load<f32>(dy + o));
}
