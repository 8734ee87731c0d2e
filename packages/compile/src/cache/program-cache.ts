import type { TensorFunction } from "@symplectic-adjoint/backend-tfjs";
import {
  type FunctionRequest,
  flattenTree,
  isPlainObject,
  type Structure,
  sameStructure,
} from "@symplectic-adjoint/core";
import type { TraceRequest } from "../trace/traced-function.js";
import { type CompiledSet, compileSet, isCurrent } from "./compiled-set.js";
import type { Toolchain } from "./toolchain.js";

/** What a solve asks for. */
export interface CacheRequest extends TraceRequest {
  readonly precision: "float32" | "float64";
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
  find(request: CacheRequest): CompiledSet;
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
      const key = keyOf(request);
      const known = entries.find((entry) => isLike(entry.key, key));
      const usable = known?.set !== undefined && isCurrent(known.set);
      const entry = usable ? known : make(key, request);
      entries = [entry, ...entries.filter((other) => other !== known)].slice(0, MOST);
      if (entry.set === undefined) throw entry.error;
      return entry.set;
    },
  };
}

/** What decides whether programs fit a solve. */
interface CacheKey {
  readonly structure: Structure;
  /** Everything else that is compared by value. */
  readonly text: string;
  /** What is compared by identity. */
  readonly objects: ReadonlyArray<unknown>;
}

function keyOf(request: CacheRequest): CacheKey {
  const { structure, shapes, parameters, differentiate, time, precision } = request;
  const functions: ReadonlyArray<FunctionRequest> = request.functions ?? [];
  const given = parameters === undefined ? [] : leavesOf(parameters);
  return {
    structure,
    text: JSON.stringify([
      ...[shapes, differentiate, time ?? "number", precision],
      ...[functions.map(({ returns }) => returns), given.length, parameters === undefined],
    ]),
    objects: [...given, ...functions.map(({ func }) => func)],
  };
}

const isLeaf = (value: unknown): value is object => !Array.isArray(value) && !isPlainObject(value);

/** The parameters that the user named, one by one: a list is often written anew. */
function leavesOf(parameters: unknown): ReadonlyArray<unknown> {
  return flattenTree(parameters as object, isLeaf).leaves;
}

function isLike(a: CacheKey, b: CacheKey): boolean {
  return (
    a.text === b.text &&
    a.objects.length === b.objects.length &&
    a.objects.every((object, i) => object === b.objects[i]) &&
    sameStructure(a.structure, b.structure)
  );
}
