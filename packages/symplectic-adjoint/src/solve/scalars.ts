import {
  type Backend,
  type Gradients,
  type State,
  UnsupportedGradientError,
} from "@symplectic-adjoint/core";
import type { TimesName } from "../options/read-times.js";

/** Scalars as a one-dimensional array. */
export function joinScalars<A>(backend: Backend<A>, scalars: ReadonlyArray<A | number>): A {
  if (scalars.every((scalar) => typeof scalar === "number"))
    return backend.fromHost(scalars, [scalars.length]);
  const rows = scalars.map((scalar) => [
    typeof scalar === "number" ? backend.fromHost([scalar], []) : scalar,
  ]);
  return backend.stack(rows)[0] as A;
}

/**
 * The gradients for times of one kind, as scalars.
 *
 * @throws UnsupportedGradientError if the strategy has not returned them.
 */
export function timesGradients<A>(
  gradients: Gradients<A>,
  name: TimesName,
): ReadonlyArray<A | number> {
  const found = name === "t" ? gradients.times : gradients[name];
  if (found !== undefined) return found;
  throw new UnsupportedGradientError({
    argument: name,
    problem: "cannot be differentiated by this strategy",
    remedy: `Pass ${name} as numbers, or use a strategy with an exact gradient, such as odeintSymplecticAdjoint or symplecticAdjoint().`,
  });
}

/** Scalars that a strategy returned, as one array that the caller owns. */
export function joinAndRelease<A>(backend: Backend<A>, scalars: ReadonlyArray<A | number>): A {
  backend.openScope();
  let joined: State<A> = [];
  try {
    joined = [joinScalars(backend, scalars)];
    return joined[0] as A;
  } finally {
    backend.closeScope([joined]);
    backend.release(scalars.filter((scalar): scalar is A => typeof scalar !== "number"));
  }
}
