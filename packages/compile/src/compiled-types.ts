import type { Alike, BringsBackend, Tree } from "@symplectic-adjoint/core";

/** A compiled function of tensors: called, it computes what f computes. */
export interface CompiledFunction<T, Y, R> extends BringsBackend {
  /** f(t, y), as it is. */
  (t: T, y: Y): R;
}

/** A compiled function in double precision: called with Float64Arrays, it runs the program. */
export interface CompiledDoubleFunction extends BringsBackend {
  /** f(t, y), for a state of Float64Arrays. */
  <Y extends Tree<Float64Array>>(t: number, y: Y): Alike<Float64Array, Y>;
}
