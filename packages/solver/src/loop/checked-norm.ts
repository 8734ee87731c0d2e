import { type Backend, type ErrorNorm, InvalidArgumentError } from "@symplectic-adjoint/core";

/**
 * Wraps a user's norm: validates its result and returns a separate handle, because the norm may return a variable, a
 * captured tensor, or part of the error.
 */
export function checkedNorm<A>(backend: Backend<A>, norm: ErrorNorm<A>): ErrorNorm<A> {
  return (scaledError) => {
    const result: unknown = norm(scaledError);
    if (typeof result === "number") return result;
    if (!holdsOneNumber(backend, result)) throw wrongResult(result);
    return backend.retain([result])[0] as A;
  };
}

/** Checked by byte size: complex, boolean and string results differ from the backend's number type. */
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
    problem: "must return a number, or an array of the backend with one number",
    remedy: remedyFor(value),
  });
}

function remedyFor(value: unknown): string {
  if (value === undefined) return "Add the missing return.";
  if (typeof (value as { readonly then?: unknown } | null)?.then === "function")
    return "A norm is synchronous: remove async and await from it.";
  return "Return a number, for example the largest of its values: tf.max(scaledError), or Math.max(...scaledError).";
}
