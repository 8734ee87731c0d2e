import { getKernel, type KernelConfig } from "@tensorflow/tfjs-core";
import { isLeanEngineInUse } from "./use-lean-engine.js";

type Registry = ReadonlyMap<string, KernelConfig>;

// Keys as the registry has them. The engine puts one together, and hashes it, at every look.
let owner = "";
let keys = new Map<string, string>();

/** `getKernel` without making a key, and like it without a memory: what is registered now is what comes. */
export function findKernel(kernelName: string, backendName: string): KernelConfig | undefined {
  if (!isLeanEngineInUse()) return getKernel(kernelName, backendName);
  if (backendName !== owner) {
    owner = backendName;
    keys = new Map();
  }
  let key = keys.get(kernelName);
  if (key === undefined) {
    key = `${backendName}_${kernelName}`;
    keys.set(kernelName, key);
  }
  registry ??= findRegistry();
  return registry?.get(key) ?? getKernel(kernelName, backendName);
}

let registry: Registry | undefined;

/** The map in which tfjs-core keeps its kernels for life, shared by all copies of it in a program. */
function findRegistry(): Registry | undefined {
  const { _tfGlobals } = globalThis as { _tfGlobals?: ReadonlyMap<string, unknown> };
  return _tfGlobals?.get("kernelRegistry") as Registry | undefined;
}
