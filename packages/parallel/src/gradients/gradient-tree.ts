/** An array of gradients. */
export type GradientArray = Float64Array | Float32Array;

/** Gradients of a shard: an array, or lists and records of arrays. */
export type GradientTree =
  | GradientArray
  | ReadonlyArray<GradientTree>
  | { readonly [name: string]: GradientTree };
