import { InvalidDynamicsError, type State } from "@symplectic-adjoint/core";

/**
 * Throws if an in-place function returned an object but wrote nothing; the derivative would otherwise be zero.
 *
 * Incidental return values of arrow functions (`dy.fill(0)`, a number) are accepted.
 *
 * @throws InvalidDynamicsError
 */
export function refuseReturned(
  name: string,
  returned: object,
  targets: ReadonlyArray<unknown>,
  leaves: State<Float64Array>,
  remedy: string,
): void {
  if (targets.includes(returned) || leaves.includes(returned as Float64Array)) return;
  // Not every(x => x === 0): NaN counts as written.
  if (leaves.some((values) => values.some((x) => x !== 0))) return;
  throw new InvalidDynamicsError({
    argument: name,
    value: returned,
    problem: "must write into its output arguments, but returned a value instead",
    remedy,
  });
}
