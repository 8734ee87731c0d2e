import { float64 } from "@symplectic-adjoint/backend-float64";
import type { TensorDynamics, TensorFunction } from "@symplectic-adjoint/backend-tfjs";
import {
  type BackendRequest,
  displayName,
  flattenTree,
  InvalidDynamicsError,
  isCallable,
  ownBackend,
  type Tree,
  unflattenTree,
} from "@symplectic-adjoint/core";
import type { Tensor } from "@tensorflow/tfjs-core";
import { chooseHostBackend } from "./backend/choose-host-backend.js";
import { float64Dynamics } from "./backend/float64-dynamics.js";
import type { CompiledSource } from "./cache/compiled-source.js";
import { programCache } from "./cache/program-cache.js";
import { rememberSource } from "./cache/source-of.js";
import type { Toolchain } from "./cache/toolchain.js";
import { type CompiledOptions, checkCompiledOptions } from "./options/compiled-options.js";

/** Implementation of `compiled`. */
export function compiledWith(
  toolchainFor: (executor: CompiledOptions["executor"]) => Toolchain,
  func: TensorFunction,
  options: CompiledOptions = {},
): (t: number, y: never) => unknown {
  checkCompiledOptions(options);
  requireFunction(func);
  const toolchain = toolchainFor(options.executor);
  const cache = programCache(toolchain, func);
  const source: CompiledSource = {
    func,
    options: { ...options },
    cache,
    executor: toolchain.executor,
  };
  const call = options.precision === "float64" ? doubleCall(source) : asItIs(func);
  Object.defineProperty(call, "name", { value: isCallable(func) ? displayName(func) : "model" });
  Object.defineProperty(call, ownBackend, {
    value: (given: unknown, request: BackendRequest) => chooseHostBackend(source, given, request),
  });
  rememberSource(call, source);
  return call;
}

function asItIs(func: TensorFunction): (t: number, y: never) => unknown {
  if (isCallable(func)) return (t, y) => (func as TensorDynamics)(t, y as Tree<Tensor>);
  return (_, y) => func.apply(y);
}

/** f in double precision, for those who call it. */
function doubleCall(source: CompiledSource): (t: number, y: never) => unknown {
  return (t, y) => {
    const { leaves, structure } = flattenTree(y as Tree<Float64Array>, float64.isArray, "y");
    const context = { t0: t, y0: leaves, structure, differentiate: false };
    return unflattenTree(structure, float64Dynamics(source, context).evaluate(t, leaves));
  };
}

function requireFunction(func: unknown): void {
  if (isCallable(func)) return;
  const candidate = (typeof func === "object" ? func : undefined) as
    | { readonly apply?: unknown; readonly trainableWeights?: unknown }
    | null
    | undefined;
  if (typeof candidate?.apply === "function" && candidate.trainableWeights !== undefined) return;
  throw new InvalidDynamicsError({
    argument: "f",
    value: func,
    problem: "must be a function of (t, y), or a tfjs-layers model",
    remedy: "Write compiled((t, y) => dy/dt).",
  });
}
