import type { TensorFunction } from "@symplectic-adjoint/backend-tfjs";
import type { FunctionRequest } from "@symplectic-adjoint/core";
import type { CompiledOptions } from "../options/compiled-options.js";
import type { CompiledSet } from "./compiled-set.js";
import type { CacheRequest, ProgramCache } from "./program-cache.js";

/** What a compiled function consists of. */
export interface CompiledSource {
  /** The user's function or model. */
  readonly func: TensorFunction;
  readonly options: CompiledOptions;
  readonly cache: ProgramCache;
  readonly executor: "wasm" | "javascript";
}

/** How a solve is run. */
export interface ResolvedSolve {
  readonly set: CompiledSet;
  /** The other functions of the solve if they could not be compiled with f, and are interpreted. */
  readonly interpreted: ReadonlyArray<FunctionRequest>;
}

/**
 * The programs for a solve. With `onUnsupported: "interpret"`, functions besides f need not be compiled.
 *
 * @throws OdeError if f cannot be compiled, or another function, and it must be.
 */
export function resolveSolve(
  { cache, options }: CompiledSource,
  request: CacheRequest,
  mayInterpret: boolean = options.onUnsupported === "interpret",
): ResolvedSolve {
  const { functions = [] } = request;
  try {
    return { set: cache.find(request), interpreted: [] };
  } catch (error) {
    if (!mayInterpret || functions.length === 0) throw error;
    return { set: cache.find({ ...request, functions: [] }), interpreted: functions };
  }
}
