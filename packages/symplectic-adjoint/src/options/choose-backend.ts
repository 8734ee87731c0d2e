import { backendFor, type DynamicsBackend } from "@symplectic-adjoint/core";
import type { EventOptions } from "../events/event-options.js";
import { functionRequests } from "../solve/function-requests.js";
import type { OdeOptions } from "./options.js";

/** What a solve is for. */
export interface SolvePurpose {
  readonly differentiate: boolean;
  /** Whether the computation may be in double precision although its arrays are not. */
  readonly precise?: boolean;
}

/** The backend of a solve: that of the call, unless f is compiled and brings another one for this state. */
export function chooseBackend<A, F>(
  func: F,
  given: DynamicsBackend<A, F>,
  y0: unknown,
  options: OdeOptions<A> & EventOptions<A>,
  purpose: SolvePurpose,
): DynamicsBackend<A, F> {
  const { parameters, time } = options;
  return backendFor(func, given, () => ({
    ...{ y0, parameters, time, ...purpose },
    functions: functionRequests(options),
  }));
}
