import type { Alike, BringsBackend, Tree } from "@symplectic-adjoint/core";
import type { Tensor } from "@tensorflow/tfjs-core";

/** A compiled function of tensors: called, it computes what f computes. */
export interface CompiledFunction<T, Y, R, Args extends ReadonlyArray<Tensor> = readonly []>
  extends BringsBackend {
  /** f(t, y, …args), as it is. */
  (t: T, y: Y, ...args: Args): R;
  /**
   * f(t, y, …args) as a function of (t, y), with these tensors as its further arguments: the data of a batch. It goes
   * wherever f goes. It shares the programs of f: for other tensors of the same shapes and types, f is not traced again.
   *
   * A solve is that of `(t, y) => f(t, y, …args)`, gradients included: it reads the tensors at its beginning, and those of
   * float32 that f reads are parameters, unless the option `parameters` names others. Costs nothing.
   *
   * @throws InvalidArgumentError unless there is one tensor of real numbers for each further parameter of f, or if f is
   * bound already. At a solve: if one was disposed of.
   * @throws CompilationError at a solve if f also reads one of them directly.
   * @example
   * const f = compiled((_t, y: tf.Tensor, noise: tf.Tensor) => tf.sub(noise, y));
   * for (const noise of batches) odeint(f.with(noise), y0, [0, 1]);
   */
  with(...args: Args): CompiledFunction<T, Y, R>;
}

/** A compiled function in double precision: called with Float64Arrays, it runs the program. */
export interface CompiledDoubleFunction<Args extends ReadonlyArray<Tensor> = readonly []>
  extends BringsBackend {
  /** f(t, y, …args), for a state of Float64Arrays. */
  <Y extends Tree<Float64Array>>(t: number, y: Y, ...args: Args): Alike<Float64Array, Y>;
  /** As `CompiledFunction.with`: the tensors are copied, or replaced by the numbers that the option `parameters` has. */
  with(...args: Args): CompiledDoubleFunction;
}
