import type { KernelBackend, KernelConfig } from "@tensorflow/tfjs-core";
import type { EngineOperations } from "../operations/engine-operations.js";

/** What a package brings for its engine. */
export interface EngineEquipment {
  /** Operations of the solver. */
  readonly operations?: Partial<EngineOperations>;
  /** Kernels that the engine lacks, or has slow ones of. */
  readonly kernels?: ReadonlyArray<Omit<KernelConfig, "backendName">>;
  /** Called when the equipment is uninstalled. */
  dispose?(): void;
}

/** How an engine is made ready. */
export interface EngineSetup {
  /** The name that `tf.setBackend` takes. */
  readonly name: string;
  /** What to say where the engine is unavailable. */
  readonly remedy: string;
  /** Loads what registers the engine. Some packages make it the active one as they load, so it is part of what is undone. */
  load?(): Promise<unknown>;
  /** Equips the engine, once it is known to be active. */
  equip(backend: KernelBackend): EngineEquipment | Promise<EngineEquipment>;
}
