import type { TensorFunction, TensorModel } from "@symplectic-adjoint/backend-tfjs";
import type { Scalar, Tensor } from "@tensorflow/tfjs-core";
import { toolchainFor } from "./cache/toolchain-for.js";
import type { CompiledDoubleFunction, CompiledFunction } from "./compiled-types.js";
import { compiledWith } from "./compiled-with.js";
import type { CompiledOptions } from "./options/compiled-options.js";

/**
 * Makes f a function that is traced once, and then run as one program with its derivative: pass it wherever f goes, to all
 * functions of `symplectic-adjoint`.
 *
 * f is called at its first solve with tensors that stand for operations, and again for other shapes; what it returns is
 * planned and loaded, which costs some milliseconds. From then on f itself is not called: it must be made of operations of
 * TensorFlow.js on t, y and tensors, the same each time. Values of variables and tensors that it reads are read at the
 * beginning of each solve. States stay in memory of JavaScript; what the solver returns are tensors as ever.
 *
 * Runs on the engines cpu, wasm and tensorflow. On webgl and webgpu, f runs as it is, and `stats.compiled` of the solution
 * says so.
 *
 * What changes from solve to solve is passed to f after t and y: `f.with(noise)` is the function of (t, y) for one batch, and
 * all of them share the programs. See {@link CompiledFunction.with}.
 *
 * @param func f(t, y), f(t, y, ...args) with further tensors, or a layers model.
 * @throws InvalidDynamicsError if f is neither; UnknownOptionError or InvalidArgumentError for options.
 * @throws CompilationError at the first solve, if f does what a program cannot: the message says what to write instead.
 * @example
 * const f = compiled((_t, y) => tf.tanh(tf.matMul(y, w)));
 * const ys = odeintSymplecticAdjoint(f, y0, [0, 1], { method: "rk4", stepsPerInterval: 20 });
 */
export function compiled<
  Y = Tensor,
  R = Y,
  Args extends ReadonlyArray<Tensor> = ReadonlyArray<Tensor>,
>(
  func: (t: Scalar, y: Y, ...args: Args) => R,
  options: CompiledOptions & { readonly time: "tensor"; readonly precision?: "float32" },
): CompiledFunction<Scalar, Y, R, Args>;
export function compiled<
  Y = Tensor,
  R = Y,
  Args extends ReadonlyArray<Tensor> = ReadonlyArray<Tensor>,
>(
  func: (t: number, y: Y, ...args: Args) => R,
  options?: CompiledOptions & { readonly time?: "number"; readonly precision?: "float32" },
): CompiledFunction<number, Y, R, Args>;
export function compiled(
  func: TensorModel,
  options?: CompiledOptions & { readonly precision?: "float32" },
): CompiledFunction<number, Tensor, Tensor>;
export function compiled<Y = Tensor, Args extends ReadonlyArray<Tensor> = ReadonlyArray<Tensor>>(
  func: ((t: Scalar, y: Y, ...args: Args) => unknown) | TensorModel,
  options: CompiledOptions & { readonly precision: "float64"; readonly time: "tensor" },
): CompiledDoubleFunction<Args>;
export function compiled<Y = Tensor, Args extends ReadonlyArray<Tensor> = ReadonlyArray<Tensor>>(
  func: ((t: number, y: Y, ...args: Args) => unknown) | TensorModel,
  options: CompiledOptions & { readonly precision: "float64" },
): CompiledDoubleFunction<Args>;
export function compiled(func: unknown, options?: CompiledOptions): unknown {
  return compiledWith(toolchainFor, func as TensorFunction, options);
}
