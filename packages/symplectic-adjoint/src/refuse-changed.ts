import { type ForwardPass, ParametersChangedError, type Problem } from "@symplectic-adjoint/core";
import { discardPass } from "./discard-pass.js";

/**
 * Discards a solution that was computed with two values of a parameter, one after the other.
 *
 * @param index Of a parameter that changed while the solution was computed, if one did.
 * @throws ParametersChangedError
 */
export function refuseChanged<A>(
  { backend, dynamics }: Pick<Problem<A>, "backend" | "dynamics">,
  pass: ForwardPass<A>,
  index: number | undefined,
): void {
  if (index === undefined) return;
  discardPass(pass, backend);
  throw new ParametersChangedError({
    argument: `parameters[${index}]`,
    value: dynamics.parameters[index],
    problem:
      "changed while an asynchronous solve was at work, so its steps belong to two functions",
    remedy: "Await the solution before the parameters change; and let f assign to none of them.",
  });
}
