import type { FunctionRequest } from "@symplectic-adjoint/core";
import type { CompiledOptions } from "../options/compiled-options.js";
import type { BoundRequest } from "../trace/traced-function.js";
import type { CacheRequest } from "./cache-key.js";
import type { CompiledSource } from "./compiled-source.js";
import type { FoundSet } from "./program-cache.js";
import { sourceOf } from "./source-of.js";

/** A solve as its user sees it: functions may be compiled ones, and arguments are those of the source. */
export interface SolveRequest extends Omit<CacheRequest, "args" | "functions"> {
  readonly functions?: ReadonlyArray<FunctionRequest> | undefined;
}

/** How a solve is run. */
export interface ResolvedSolve extends FoundSet {
  /** The other functions of the solve if they could not be compiled with f, and are interpreted. */
  readonly interpreted: ReadonlyArray<FunctionRequest>;
}

/**
 * The programs for a solve. With `onUnsupported: "interpret"`, functions besides f need not be compiled.
 *
 * @throws OdeError if f cannot be compiled, or another function, and it must be.
 */
export function resolveSolve(
  { cache, options, args }: CompiledSource,
  request: SolveRequest,
  mayInterpret: boolean = options.onUnsupported === "interpret",
): ResolvedSolve {
  const { functions = [] } = request;
  try {
    const bound = functions.map((one) => boundRequest(one, options));
    return { ...cache.find({ ...request, args, functions: bound }), interpreted: [] };
  } catch (error) {
    if (!mayInterpret || functions.length === 0) throw error;
    return { ...cache.find({ ...request, args, functions: [] }), interpreted: functions };
  }
}

/**
 * A function as it is traced: of a compiled one, the user's function with its arguments. One in double precision is no
 * function of the tensors of a solve in single precision.
 */
function boundRequest(request: FunctionRequest, { precision }: CompiledOptions): BoundRequest {
  const source = sourceOf(request.func);
  const fits = precision === "float64" || source?.options.precision !== "float64";
  return source && fits ? { ...request, func: source.func, args: source.args } : request;
}
