import { InvalidDynamicsError, type State } from "@symplectic-adjoint/core";

/**
 * Complains of a function that must write in place but returned an object and wrote nothing, which would else pass as
 * a derivative of zero.
 *
 * What an arrow function returns by the way (`dy.fill(0)`, a number) is no reason for complaint.
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
  // Not every(x => x === 0): a NaN has been written.
  if (leaves.some((values) => values.some((x) => x !== 0))) return;
  throw new InvalidDynamicsError({
    argument: `func.${name}`,
    value: returned,
    problem: "must write into the arrays it is handed, and returned something instead",
    remedy,
  });
}
