import { InvalidArgumentError } from "@symplectic-adjoint/core";

/** Throws unless the option `name` is a number that `isGood`; NaN is not to be passed off as one. */
export function requireNumber(
  name: string,
  value: unknown,
  isGood: (value: number) => boolean,
  problem: string,
  remedy: string,
): void {
  if (typeof value === "number" && isGood(value)) return;
  throw new InvalidArgumentError({ argument: name, value, problem, remedy });
}
