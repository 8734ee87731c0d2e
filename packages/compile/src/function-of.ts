import { float64 } from "@symplectic-adjoint/backend-float64";
import type { BackendRequest, Tree } from "@symplectic-adjoint/core";
import type { Tensor } from "@tensorflow/tfjs-core";
import { alreadyBound, checkArgs } from "./args/check-args.js";
import { requireArguments } from "./args/require-arguments.js";
import { chooseHostBackend } from "./backend/choose-host-backend.js";
import { float64Dynamics } from "./backend/float64-dynamics.js";
import type { CompiledSource } from "./cache/compiled-source.js";
import { rememberSource } from "./cache/source-of.js";
import { displayName, flattenTree, isCallable, ownBackend, unflattenTree } from "./imports/core.js";

/** A compiled function of any type. */
export type AnyCompiledFunction = (t: number, y: never, ...args: ReadonlyArray<Tensor>) => unknown;

/** The function that users have of a source, for `compiled` and for `with`. */
export function functionOf(source: CompiledSource): AnyCompiledFunction {
  const { func, args: own } = source;
  const isBound = own.length > 0;
  const run = source.options.precision === "float64" ? callInDouble : callAsItIs;
  const call: AnyCompiledFunction = (t, y, ...args) => run(source, t, y, isBound ? own : args);
  const properties = {
    name: isCallable(func) ? displayName(func) : "model",
    with(...args: ReadonlyArray<Tensor>) {
      if (isBound && args.length > 0) throw alreadyBound();
      checkArgs(func, [...own, ...args]);
      return functionOf({ ...source, args: [...own, ...args] });
    },
    [ownBackend]: (given: unknown, request: BackendRequest) =>
      chooseHostBackend(source, given, request),
  };
  for (const key of Reflect.ownKeys(properties))
    Object.defineProperty(call, key, { value: properties[key as keyof typeof properties] });
  rememberSource(call, source);
  return call;
}

type Args = ReadonlyArray<Tensor>;

/** f as it is: on tensors. */
function callAsItIs({ func }: CompiledSource, t: number, y: never, args: Args): unknown {
  if (typeof func !== "function") return func.apply(y);
  return (func as (t: number, y: never, ...args: Args) => unknown)(t, y, ...args);
}

/** f in double precision, for those who call it. */
function callInDouble(source: CompiledSource, t: number, y: never, args: Args): unknown {
  const bound = { ...source, args };
  requireArguments(bound);
  const { leaves, structure } = flattenTree(y as Tree<Float64Array>, float64.isArray, "y");
  const context = { t0: t, y0: leaves, structure, differentiate: false };
  return unflattenTree(structure, float64Dynamics(bound, context).evaluate(t, leaves));
}
