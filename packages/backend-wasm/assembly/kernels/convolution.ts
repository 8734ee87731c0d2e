/** The sizes of a convolution in two dimensions, as integers of four bytes one after the other. Channels come last. */
@unmanaged
export class Convolution {
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

/** The first y whose x is not negative. */
export function firstOutput(offset: i32, stride: i32): i32 {
  return offset >= 0 ? 0 : (stride - 1 - offset) / stride;
}

/** The first y whose x is beyond an input of this length. */
export function endOfOutput(offset: i32, stride: i32, length: i32, outLength: i32): i32 {
  return offset >= length ? 0 : min(outLength, (length - 1 - offset) / stride + 1);
}
