/**
 * How the elements of a leaf become one number, and the numbers of the leaves one scalar: WGSL over a type `Sum`.
 *
 * A partial sum is stored as the bits of one `i32`, so that no compiler assumption can alter it.
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
  /** item(index) -> Sum: the contribution of element `index` of the inputs. `V` and `B` as in elementwise programs. */
  readonly item: string;
  /** merge(f32, f32) -> f32: merges the numbers of two leaves. */
  readonly merge: string;
}
