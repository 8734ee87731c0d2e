import type { TensorFunction } from "@symplectic-adjoint/backend-tfjs";
import type { Tensor } from "@tensorflow/tfjs-core";
import { readsArgument } from "../args/check-args.js";
import { tensorOf } from "../args/input-origin.js";
import { type SolveArgs, solveArgs } from "../args/solve-args.js";
import { type CacheKey, type CacheRequest, isLike, keyOf } from "./cache-key.js";
import { type CompiledSet, compileSet, isCurrent } from "./compiled-set.js";
import type { Toolchain } from "./toolchain.js";

/** The programs for a solve, and the tensors that it runs them with. */
export interface FoundSet {
  readonly set: CompiledSet;
  /** See `TracedDynamics`; arguments are those of this solve. */
  readonly parameters: ReadonlyArray<Tensor>;
  readonly captured: ReadonlyArray<Tensor>;
}

/** The programs of one function, for the shapes that it was used with. */
export interface ProgramCache {
  /** Number of times that it was traced. */
  readonly traces: number;
  /**
   * The programs for a solve: those of an earlier one like it, or new ones.
   *
   * @throws OdeError if a function cannot be compiled; the same one again for the same request.
   */
  find(request: CacheRequest): FoundSet;
}

/** Most programs that are kept, because functions of events are often written anew for each solve. */
const MOST = 16;

type Entry = { readonly key: CacheKey } & (
  | { readonly set: CompiledSet; readonly error?: undefined }
  | { readonly set?: undefined; readonly error: unknown }
);

/** A cache for a function. */
export function programCache(toolchain: Toolchain, func: TensorFunction): ProgramCache {
  /** The last one used first. */
  let entries: ReadonlyArray<Entry> = [];
  let traces = 0;
  const make = (key: CacheKey, request: CacheRequest): Entry => {
    traces++;
    try {
      return { key, set: compileSet(toolchain, func, request, request.precision) };
    } catch (error) {
      return { key, error };
    }
  };
  return {
    get traces() {
      return traces;
    },
    find(request) {
      const args = solveArgs(request);
      const key = keyOf(request, args);
      const known = entries.find((entry) => isLike(entry.key, key));
      const usable = known?.set !== undefined && isCurrent(known.set, args.tensors);
      const entry = usable ? known : make(key, request);
      entries = [entry, ...entries.filter((other) => other !== known)].slice(0, MOST);
      if (entry.set === undefined) throw entry.error;
      return found(entry.set, args);
    },
  };
}

/** @throws CompilationError if a function reads a tensor itself that is an argument this time. */
function found(set: CompiledSet, { tensors: args, names }: SolveArgs): FoundSet {
  const { parameters, captured } = set.inputs;
  for (const origin of [...parameters, ...captured]) {
    const index = typeof origin === "number" ? -1 : args.indexOf(origin);
    if (index !== -1) throw readsArgument(names[index] as string);
  }
  return {
    set,
    parameters: parameters.map((origin) => tensorOf(origin, args)),
    captured: captured.map((origin) => tensorOf(origin, args)),
  };
}
