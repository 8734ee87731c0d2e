import { InvalidArgumentError } from "@symplectic-adjoint/core";

/**
 * The value of a scalar: a number itself, or the only element of a Float64Array.
 *
 * @throws InvalidArgumentError for anything else.
 */
export function readScalar(scalar: Float64Array | number): number {
  if (typeof scalar === "number") return scalar;
  if (scalar instanceof Float64Array && scalar.length === 1) return scalar[0] as number;
  throw new InvalidArgumentError({
    argument: "A scalar",
    value: scalar,
    problem: "must be a number or a Float64Array of length 1",
    remedy: "Return a number, for example Math.max(...scaledError[0]).",
  });
}
