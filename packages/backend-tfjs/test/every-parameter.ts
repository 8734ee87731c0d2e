import type { Dynamics } from "@symplectic-adjoint/core";

/** The indices of all parameters: what a pullback that looks at every gradient is asked for. */
export function everyParameter<A>({ parameters }: Pick<Dynamics<A>, "parameters">): Array<number> {
  return parameters.map((_, i) => i);
}
