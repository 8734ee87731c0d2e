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
import { inTurn } from "./in-turn.js";
import { installEquipment } from "./install-equipment.js";
import { refuseSecondCore } from "./refuse-second-core.js";

/** An activated engine. */
export interface EngineInUse {
  /** The name by which TensorFlow.js knows it. */
  readonly name: string;
  /** For the option `backend` of `solve`; the functions without that option use the active engine anyway. */
  readonly backend: TfjsBackend;
  /**
   * Uninstalls what was registered, and makes the engine active again that was before, unless yet another one is by
   * now. Calling it twice is allowed; if the engine was equipped several times, the last `undo` uninstalls.
   */
  undo(): Promise<void>;
}

const TABLE: Readonly<Record<keyof EngineSetup, Requirement>> = {
  name: required(nonEmptyString('Write the name that tf.setBackend takes: name: "cpu".')),
  remedy: required(nonEmptyString("Say what to do where the engine is unavailable.")),
  load: functionRequirement('Write load: () => import("…"), or leave it out.'),
  equip: required(functionRequirement("Write equip: (backend) => ({ operations, kernels }).")),
};

/**
 * Activates and equips an engine; the basis of `useWasm()` and the other `use…` functions. Concurrent calls are
 * serialised; a failed call leaves the previous engine active.
 *
 * @throws EngineUnavailableError when the engine is unavailable (TensorFlow.js itself would go on with another one), or
 * when the program holds two copies of `@tensorflow/tfjs-core`.
 */
export async function useEngine(setup: EngineSetup): Promise<EngineInUse> {
  checkOptions("useEngine", setup, TABLE);
  return inTurn(async () => {
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
      return Object.freeze({ name, backend: tfjs, undo: () => inTurn(undo) });
    } catch (error) {
      await returnToEngine(before);
      throw error;
    }
  });
}
