/** Kinds of instructions. The numbers, and the words of each, are those of src/executors/wasm/serialise. */
export enum Kind {
  map,
  matMul,
  reduce,
  gather,
  scatter,
  cumulative,
  run,
  copy,
  zero,
  combine,
  norm,
}
