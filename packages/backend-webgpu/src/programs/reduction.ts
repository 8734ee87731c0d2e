/**
 * How the elements of a leaf become one number, and the numbers of the leaves one scalar: WGSL over a type `Sum`.
 *
 * A partial sum is kept as the bits of one `i32`, in which nothing can be lost or assumed.
 */
export interface Reduction {
  readonly name: string;
  readonly inputs: ReadonlyArray<string>;
  /** Declarations of numbers, the same for every program of the reduction. */
  readonly uniforms: string;
  /**
   * `Sum` and functions of it: nothing() -> Sum, join(Sum, Sum) -> Sum, encode(Sum) -> i32, decode(i32) -> Sum, and
   * outcome(Sum) -> f32, the leaf's number.
   */
  readonly sums: string;
  /** item(index) -> Sum: what the element `index` of the inputs contributes. `V` and `B` as in elementwise programs. */
  readonly item: string;
  /** merge(f32, f32) -> f32: how the numbers of two leaves become one. */
  readonly merge: string;
}
