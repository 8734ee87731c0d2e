import type { KernelBackend, KernelConfig } from "@tensorflow/tfjs-core";
import type { EngineOperations } from "../operations/engine-operations.js";

/** Equipment that a package provides for its engine. */
export interface EngineEquipment {
  /** Replacements for operations of the solver. */
  readonly operations?: Partial<EngineOperations>;
  /** Kernels that are missing or slow on the engine. */
  readonly kernels?: ReadonlyArray<Omit<KernelConfig, "backendName">>;
  /** Called when the equipment is uninstalled. */
  dispose?(): void;
}

/** Describes how to activate and equip an engine. */
export interface EngineSetup {
  /** The name that `tf.setBackend` takes. */
  readonly name: string;
  /** Remedy if the engine is unavailable. */
  readonly remedy: string;
  /** Loads the module that registers the engine. Some modules activate it on load, so `undo` covers this too. */
  load?(): Promise<unknown>;
  /** Creates the equipment, after the engine was activated. */
  equip(backend: KernelBackend): EngineEquipment | Promise<EngineEquipment>;
}
