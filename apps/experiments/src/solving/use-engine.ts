import * as tf from "@tensorflow/tfjs";

/** Engines that experiments run on. */
export const ENGINES = ["tensorflow", "wasm", "cpu"] as const;

/** A name in {@link ENGINES}. */
export type EngineName = (typeof ENGINES)[number];

/** An active engine. */
export interface ActiveEngine {
  readonly name: EngineName;
  readonly versions: Readonly<Record<string, string>>;
}

/** Activates an engine; without a name, libtensorflow where it is installed, otherwise WebAssembly. */
export async function useEngine(name?: EngineName): Promise<ActiveEngine> {
  // Disables the advice to install native bindings.
  tf.enableProdMode();
  const { nodeEngines } = await import("@symplectic-adjoint/benchmarks/engines/node-engine");
  const activate = async (engine: EngineName): Promise<ActiveEngine> => {
    const found = await nodeEngines[engine]?.(false);
    return { name: engine, versions: found?.versions ?? {} };
  };
  if (name !== undefined) return activate(name);
  return activate("tensorflow").catch(() => activate("wasm"));
}
