import type { TensorFunction } from "@symplectic-adjoint/backend-tfjs";
import { programCache } from "./cache/program-cache.js";
import type { Toolchain } from "./cache/toolchain.js";
import { type AnyCompiledFunction, functionOf } from "./function-of.js";
import { InvalidDynamicsError, isCallable } from "./imports/core.js";
import { type CompiledOptions, checkCompiledOptions } from "./options/compiled-options.js";

/** Implementation of `compiled`. */
export function compiledWith(
  toolchainFor: (options: CompiledOptions) => Toolchain,
  func: TensorFunction,
  options: CompiledOptions = {},
): AnyCompiledFunction {
  checkCompiledOptions(options);
  requireFunction(func);
  return functionOf({
    func,
    args: [],
    options: { ...options },
    cache: programCache(toolchainFor(options), func),
  });
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
