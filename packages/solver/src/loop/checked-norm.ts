import { type Backend, type ErrorNorm, InvalidArgumentError } from "@symplectic-adjoint/core";

/**
 * A norm of the user's, whose result is looked at, and is ours: a second handle of the array that the norm returned, which
 * may be a variable, or captured, or a part of the error itself.
 */
export function checkedNorm<A>(backend: Backend<A>, norm: ErrorNorm<A>): ErrorNorm<A> {
  return (scaledError) => {
    const result: unknown = norm(scaledError);
    if (typeof result === "number") return result;
    if (!holdsOneNumber(backend, result)) throw wrongResult(result);
    return backend.retain([result])[0] as A;
  };
}

/** By its bytes: a complex number has more than the engine's numbers, a truth value less, and a text none that is known. */
function holdsOneNumber<A>(backend: Backend<A>, value: unknown): value is A {
  if (!backend.isArray(value) || backend.shape(value).some((length) => length !== 1)) return false;
  try {
    return backend.bytes(value) === (backend.precision === "float32" ? 4 : 8);
  } catch {
    return false;
  }
}

function wrongResult(value: unknown): InvalidArgumentError {
  return new InvalidArgumentError({
    argument: "norm",
    value,
    problem: "must return a number, or an array of the backend that holds one number",
    remedy: remedyFor(value),
  });
}

function remedyFor(value: unknown): string {
  if (value === undefined) return "Add the missing return.";
  if (typeof (value as { readonly then?: unknown } | null)?.then === "function")
    return "A norm is synchronous: remove async and await from it.";
  return "Return a number from a norm of your own, for example the largest of its values: tf.max(scaledError), or Math.max(...scaledError).";
}
