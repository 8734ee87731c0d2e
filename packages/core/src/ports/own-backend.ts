import type { DynamicsBackend, DynamicsContext } from "./backend.js";

/**
 * Key of the method by which a function brings a backend of its own: see {@link BringsBackend}. A registered symbol, so
 * that it is the same in two copies of this package.
 */
export const ownBackend: unique symbol = Symbol.for("symplectic-adjoint.ownBackend") as never;

/** What a function that brings its backend needs to know of a solve. */
export interface BackendRequest
  extends Pick<DynamicsContext<never>, "parameters" | "time" | "functions" | "differentiate"> {
  /** The user's initial state, unchecked. */
  readonly y0: unknown;
  /** Whether the computation may be in double precision although its arrays are not. Default false. */
  readonly precise?: boolean | undefined;
}

/** A right-hand side that knows better than the backend of the call how to run itself: a compiled function. */
export interface BringsBackend {
  /**
   * The backend to solve with, for users' arrays of `given`, the backend that the call would use.
   *
   * @throws InvalidArgumentError if it cannot run with arrays of that backend.
   */
  [ownBackend](given: unknown, request: BackendRequest): unknown;
}

/** The backend to solve with: the one that `func` brings for a request, or else the one that is given. */
export function backendFor<A, F>(
  func: F,
  given: DynamicsBackend<A, F>,
  request: () => BackendRequest,
): DynamicsBackend<A, F> {
  const brings = func as Partial<BringsBackend> | null | undefined;
  const own = brings?.[ownBackend]?.(given, request());
  return own === undefined ? given : (own as DynamicsBackend<A, F>);
}
