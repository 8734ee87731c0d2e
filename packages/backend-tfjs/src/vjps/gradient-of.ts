import {
  type GradConfig,
  getGradient,
  registerGradient,
  unregisterGradient,
} from "@tensorflow/tfjs-core";
import type { KernelVjp } from "./kernel-vjp.js";
import { kernelVjps } from "./kernel-vjps.js";
import { missingGradients } from "./missing-gradients.js";
import { sameGradient } from "./same-gradient.js";
import { type WrongGradient, wrongGradients } from "./wrong-gradients.js";

const missing: ReadonlyMap<string, GradConfig> = /* @__PURE__ */ new Map(
  /* @__PURE__ */ missingGradients.map((config) => [config.kernelName, config]),
);
const wrong: ReadonlyMap<string, WrongGradient> = /* @__PURE__ */ new Map(
  /* @__PURE__ */ wrongGradients.map((entry) => [entry.right.kernelName, entry]),
);
const chosen = new WeakMap<GradConfig, GradConfig>();

/**
 * The gradient of a kernel: the registered one, or this library's if the registered one is known to be wrong or
 * missing. The registry is not modified.
 */
export function gradientOf(kernelName: string): GradConfig | undefined {
  const registered = getGradient(kernelName);
  if (registered == null) return missing.get(kernelName);
  const known = wrong.get(kernelName);
  if (known === undefined) return registered;
  let config = chosen.get(registered);
  if (config === undefined) {
    config = sameGradient(registered, known.wrong) ? known.right : registered;
    chosen.set(registered, config);
  }
  return config;
}

const compared = new WeakMap<GradConfig, KernelVjp | false>();

/** The VJP equivalent to a registered gradient, if there is one. Comparisons are cached. */
export function ownVjp(config: GradConfig): KernelVjp | undefined {
  let vjp = compared.get(config);
  if (vjp === undefined) {
    const candidate = kernelVjps.get(config.kernelName);
    vjp = candidate !== undefined && sameGradient(config, candidate) && candidate;
    compared.set(config, vjp);
  }
  return vjp || undefined;
}

/**
 * Temporarily registers this library's gradients, for recording by the engine itself. The returned function restores
 * the registry.
 */
export function registerOwnGradients(): () => void {
  const names = [...missing.keys(), ...wrong.keys()];
  const before = names.map((name) => getGradient(name) as GradConfig | undefined);
  const ours = names.map(gradientOf);
  exchange(before, ours);
  return () => exchange(ours, before);
}

function exchange(
  from: ReadonlyArray<GradConfig | undefined>,
  to: ReadonlyArray<GradConfig | undefined>,
): void {
  for (const [i, config] of to.entries()) {
    const present = from[i];
    if (config === present) continue;
    // Overwriting a registration logs a warning.
    if (present !== undefined) unregisterGradient(present.kernelName);
    if (config !== undefined) registerGradient(config);
  }
}
