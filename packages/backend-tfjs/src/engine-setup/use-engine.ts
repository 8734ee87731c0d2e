import {
  checkOptions,
  functionRequirement,
  nonEmptyString,
  type Requirement,
  required,
} from "@symplectic-adjoint/core";
import { engine } from "@tensorflow/tfjs-core";
import { type TfjsBackend, tfjs } from "../tfjs-backend.js";
import { activateEngine, returnToEngine } from "./activate-engine.js";
import type { EngineSetup } from "./engine-equipment.js";
import { installEquipment } from "./install-equipment.js";
import { refuseSecondCore } from "./refuse-second-core.js";
import { serialize } from "./serialize.js";

/** An activated engine. */
export interface EngineInUse {
  /** Its name in TensorFlow.js. */
  readonly name: string;
  /** For the option `backend` of `solve`; the functions without that option use the active engine anyway. */
  readonly backend: TfjsBackend;
  /**
   * Uninstalls the equipment and restores the previously active engine, unless a third one is active by now. Calling it
   * twice is allowed; if the engine was equipped several times, the last `undo` uninstalls.
   */
  undo(): Promise<void>;
}

const TABLE: Readonly<Record<keyof EngineSetup, Requirement>> = {
  name: required(nonEmptyString('Write the name that tf.setBackend takes: name: "cpu".')),
  remedy: required(nonEmptyString("Say what to do if the engine is unavailable.")),
  load: functionRequirement('Write load: () => import("…"), or leave it out.'),
  equip: required(functionRequirement("Write equip: (backend) => ({ operations, kernels }).")),
};

/**
 * Activates and equips an engine; the basis of `useWasm()` and the other `use…` functions. Concurrent calls are
 * serialised; a failed call leaves the previous engine active.
 *
 * @throws EngineUnavailableError if the engine is unavailable (TensorFlow.js itself would fall back to another one), or
 * if the program contains two copies of `@tensorflow/tfjs-core`.
 */
export async function useEngine(setup: EngineSetup): Promise<EngineInUse> {
  checkOptions("useEngine", setup, TABLE);
  return serialize(async () => {
    const { name } = setup;
    const before = engine().backendName;
    try {
      await setup.load?.();
      await activateEngine(setup);
      const { backend } = engine();
      refuseSecondCore(backend);
      const release = await installEquipment(setup, backend, before);
      const undo = async (): Promise<void> => {
        const last = release();
        if (engine().backendName === name) await returnToEngine(last);
      };
      return Object.freeze({ name, backend: tfjs, undo: () => serialize(undo) });
    } catch (error) {
      await returnToEngine(before);
      throw error;
    }
  });
}
