import type { TensorFunction } from "@symplectic-adjoint/backend-tfjs";
import type { CompilationError } from "@symplectic-adjoint/core";
import type { Tensor } from "@tensorflow/tfjs-core";
import { InvalidArgumentError, InvalidDynamicsError, isCallable } from "../imports/core.js";
import { isTensor } from "../tensors.js";
import { cannotCompile } from "../trace/cannot-compile.js";

/** Parameters of f before the further ones: t and y. */
const FIRST = 2;
const REAL: ReadonlySet<unknown> = new Set(["float32", "int32", "bool"]);
const LETTERS = ["a", "b", "c"];

/**
 * Checks what is passed to `with`.
 *
 * @throws InvalidArgumentError unless it is one tensor of real numbers for each further parameter of f. A function with a
 * rest parameter does not tell how many it takes.
 */
export function checkArgs(func: TensorFunction, args: ReadonlyArray<unknown>): void {
  const expected = isCallable(func) ? Math.max(func.length - FIRST, 0) : 0;
  const mayTakeMore = isCallable(func) && func.length <= FIRST;
  if (args.length !== expected && !mayTakeMore) throw wrongCount(func, expected, args.length);
  for (const [i, arg] of args.entries()) requireTensor(`args[${i}]`, arg);
}

/** @throws InvalidArgumentError unless an argument is a tensor of real numbers that can be read. */
export function requireTensor(argument: string, value: unknown): void {
  if (!isTensor(value)) {
    throw new InvalidArgumentError({
      argument,
      value,
      problem: "must be a tensor, because f is not traced again for other values",
      remedy: "Write tf.scalar(0.5) for a number.",
    });
  }
  if (value.isDisposed) {
    throw new InvalidArgumentError({
      argument,
      value,
      problem: "is disposed",
      remedy: "Bind the tensors of this solve, f.with(…), and dispose of them after it.",
    });
  }
  if (REAL.has(value.dtype)) return;
  throw new InvalidArgumentError({
    argument,
    value,
    problem: "must hold real numbers",
    remedy:
      value.dtype === "complex64"
        ? "Pass real and imaginary parts, tf.real(z) and tf.imag(z)."
        : "Pass numbers.",
  });
}

/** @throws InvalidDynamicsError if a function needs further arguments: it was not bound. */
export function requireNone(argument: string, func: TensorFunction): void {
  if (!isCallable(func) || func.length <= FIRST) return;
  const count = func.length - FIRST;
  throw new InvalidDynamicsError({
    argument,
    value: func,
    problem: `takes ${count === 1 ? "a further argument" : `${count} further arguments`}, but a solver calls it with (t, y) only`,
    remedy: `Write ${example(count)}.`,
  });
}

/** @throws CompilationError if f has neither further parameters nor a rest parameter, and so reads no argument. */
export function requireRead(
  func: TensorFunction,
  args: ReadonlyArray<Tensor>,
  read: ReadonlyArray<Tensor>,
): void {
  if (!isCallable(func) || func.length > FIRST || args.length === 0) return;
  if (args.some((tensor) => read.includes(tensor))) return;
  throw cannotCompile(
    "are not read by f, which has no further parameters",
    "Write compiled((t, y, a) => …), or leave with(…) out.",
    { argument: "args", value: args },
  );
}

/** A function reads a tensor itself that is also one of its arguments. */
export function readsArgument(name: string): CompilationError {
  return cannotCompile(
    "is also read by a function of the solve directly, which would read this tensor in other solves, too",
    `Use the parameter of the function instead: (t, y, a) => … with a, not the tensor that was passed as ${name}.`,
    { argument: name },
  );
}

/** `with` of a function that has its arguments. */
export function alreadyBound(): InvalidArgumentError {
  return new InvalidArgumentError({
    argument: "with",
    problem: "was called on a function that has its further arguments already",
    remedy: "Call it on the function that compiled(…) returned: f.with(a), then f.with(b).",
  });
}

function wrongCount(func: TensorFunction, expected: number, given: number): InvalidArgumentError {
  const takes = isCallable(func)
    ? `${expected} further argument${expected === 1 ? "" : "s"}, after t and y`
    : "no further arguments, because it is a model";
  return new InvalidArgumentError({
    argument: "args",
    problem: `must have a tensor for each further parameter of f, which takes ${takes}; there ${given === 1 ? "is 1" : `are ${given}`}`,
    remedy: isCallable(func) ? `Write ${example(expected)}.` : "Leave with(…) out.",
  });
}

function example(count: number): string {
  const names = LETTERS.slice(0, count).join(", ");
  return `f.with(${names}${count > LETTERS.length ? ", …" : ""})`;
}
