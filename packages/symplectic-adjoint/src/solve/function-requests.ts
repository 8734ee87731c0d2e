import type { FunctionRequest } from "@symplectic-adjoint/core";
import { eventFunctions } from "../events/event-functions.js";
import type { EventOptions } from "../events/event-options.js";
import type { OdeOptions } from "../options/options.js";

const NO_FUNCTIONS: ReadonlyArray<FunctionRequest> = Object.freeze([]);

/** The functions of a solve besides f, to be converted together with it: what is saved, then those of events. */
export function functionRequests<A>(
  options: Pick<OdeOptions<A>, "save"> & EventOptions<A>,
): ReadonlyArray<FunctionRequest> {
  const { save, events } = options;
  const saved: ReadonlyArray<FunctionRequest> =
    save === undefined ? NO_FUNCTIONS : [{ name: "save", func: save, returns: "tree" }];
  return events === undefined ? saved : [...saved, ...eventFunctions(options)];
}
