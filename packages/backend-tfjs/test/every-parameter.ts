import type { Dynamics } from "@symplectic-adjoint/core";

/** The indices of all parameters, to request every gradient. */
export function everyParameter<A>({ parameters }: Pick<Dynamics<A>, "parameters">): Array<number> {
  return parameters.map((_, i) => i);
}
