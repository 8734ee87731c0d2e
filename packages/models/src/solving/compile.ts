import { InvalidArgumentError } from "@symplectic-adjoint/core";
import type { Scalar, Tensor } from "@tensorflow/tfjs-core";

/**
 * Compiles an f(t, y, …args): `compiled` of `@symplectic-adjoint/compile`. Models call it once for each function that they
 * solve; what changes from solve to solve, such as noise, are arguments, so that solves of one shape share a program.
 */
export type Compile = (
  f: (t: Scalar, y: Array<Tensor>, ...args: Array<Tensor>) => Array<Tensor>,
  options: { readonly time: "tensor" },
) => CompiledDynamics;

/** An f that was compiled. */
export interface CompiledDynamics {
  (t: Scalar, y: Array<Tensor>): unknown;
  /** f(t, y) with these arguments. */
  with(...args: Array<Tensor>): (t: Scalar, y: Array<Tensor>) => unknown;
}

/** f(t, y) with arguments: a new function each time, or one that shares its program with the others. */
export type DynamicsWith<Y, Args extends Array<Tensor>> = (...args: Args) => (t: number, y: Y) => Y;

/**
 * Makes f once, compiled if the model has `compile`.
 *
 * @param f Gets the time as a scalar tensor if it is compiled, otherwise as a number.
 * @throws InvalidArgumentError if `compile` does not return a function with `with`.
 */
export function dynamicsWith<Y extends Array<Tensor>, Args extends Array<Tensor>>(
  compile: Compile | undefined,
  f: (t: number | Scalar, y: Y, ...args: Args) => Y,
): DynamicsWith<Y, Args> {
  if (compile === undefined)
    return (...args) =>
      (t, y) =>
        f(t, y, ...args);
  const made = compile(f as unknown as Parameters<Compile>[0], { time: "tensor" });
  if (typeof made !== "function" || typeof made.with !== "function") throw notCompiled(made);
  return (...args) =>
    (args.length === 0 ? made : made.with(...args)) as unknown as (t: number, y: Y) => Y;
}

function notCompiled(value: unknown): InvalidArgumentError {
  return new InvalidArgumentError({
    argument: "compile",
    value,
    problem: "must return a function that has the function with",
    remedy: 'Write compile: compiled, from "@symplectic-adjoint/compile".',
  });
}
