import {
  type Dynamics,
  type FunctionRequest,
  InvalidArgumentError,
  type StateFunction,
} from "@symplectic-adjoint/core";

/**
 * The functions that a backend converted together with f.
 *
 * @param name The backend's name.
 * @throws InvalidArgumentError if it left one out: outputs would not be saved, or events not be found.
 */
export function functionsOf<A>(
  { functions = [] }: Dynamics<A>,
  requests: ReadonlyArray<FunctionRequest>,
  name: string,
): ReadonlyArray<StateFunction<A>> {
  const missing = requests[functions.length];
  if (missing === undefined) return functions;
  throw new InvalidArgumentError({
    argument: missing.name,
    problem: `needs a backend that converts functions of time and state, which ${name} does not`,
    remedy: "Leave it out, or return `functions` from the backend's `dynamics`.",
  });
}
