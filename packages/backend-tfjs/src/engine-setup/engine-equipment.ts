import type { KernelBackend, KernelConfig } from "@tensorflow/tfjs-core";
import type { EngineOperations } from "../operations/engine-operations.js";

/** Equipment that a package provides for its engine. */
export interface EngineEquipment {
  /** Operations of the solver. */
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
  /** Loads what registers the engine. Some packages make it the active one as they load, so it is part of what is undone. */
  load?(): Promise<unknown>;
  /** Equips the engine, once it is known to be active. */
  equip(backend: KernelBackend): EngineEquipment | Promise<EngineEquipment>;
}
