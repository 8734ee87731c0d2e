import type { GradConfig } from "@tensorflow/tfjs-core";
import type { KernelVjp } from "./kernel-vjp.js";
import { kernelVjps } from "./kernel-vjps.js";
import { sameGradient } from "./same-gradient.js";

const known = new WeakMap<GradConfig, KernelVjp | false>();

/** The VJP that computes what this registered gradient computes, if there is one. Each is compared once. */
export function ownVjp(config: GradConfig): KernelVjp | undefined {
  let vjp = known.get(config);
  if (vjp === undefined) {
    const candidate = kernelVjps.get(config.kernelName);
    vjp = candidate !== undefined && sameGradient(config, candidate) && candidate;
    known.set(config, vjp);
  }
  return vjp || undefined;
}
