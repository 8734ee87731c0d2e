import {
  aFunction,
  checkOptions,
  nonEmptyString,
  type Requirement,
  required,
} from "@symplectic-adjoint/core";
import { engine, type KernelBackend, type KernelConfig } from "@tensorflow/tfjs-core";
import type { EngineOperations } from "../operations/engine-operations.js";
import { type TfjsBackend, tfjs } from "../tfjs-backend.js";
import { activateEngine, returnToEngine } from "./activate-engine.js";
import { inTurn } from "./in-turn.js";
import { refuseSecondCore } from "./refuse-second-core.js";
import { wear } from "./wear.js";

/** What a package brings for its engine. */
export interface EngineEquipment {
  /** Operations of the solver. */
  readonly operations?: Partial<EngineOperations>;
  /** Kernels that the engine lacks, or has slow ones of. */
  readonly kernels?: ReadonlyArray<Omit<KernelConfig, "backendName">>;
  /** Called when the equipment is taken off. */
  dispose?(): void;
}

/** How an engine is made ready. */
export interface EngineSetup {
  /** The name that `tf.setBackend` takes. */
  readonly name: string;
  /** What to say where the engine is not to be had. */
  readonly remedy: string;
  /** Loads what registers the engine. Some packages make it the active one as they load, so it is part of what is undone. */
  load?(): Promise<unknown>;
  /** Equips the engine, once it is known to be active. */
  equip(backend: KernelBackend): EngineEquipment | Promise<EngineEquipment>;
}

/** An engine that is ready, and active. */
export interface EngineInUse {
  /** The name by which TensorFlow.js knows it. */
  readonly name: string;
  /** For the option `backend` of `solve`; the functions without that option use the active engine anyway. */
  readonly backend: TfjsBackend;
  /**
   * Takes off what was registered, and makes the engine active again that was before, unless yet another one is by now.
   * Once is enough, twice does no harm; if the engine was made ready more than once, the last one counts.
   */
  undo(): Promise<void>;
}

const TABLE: Readonly<Record<keyof EngineSetup, Requirement>> = {
  name: required(nonEmptyString('Write the name that tf.setBackend takes: name: "cpu".')),
  remedy: required(nonEmptyString("Say what to do where the engine is unavailable.")),
  load: aFunction('Write load: () => import("…"), or leave it out.'),
  equip: required(aFunction("Write equip: (backend) => ({ operations, kernels }).")),
};

/**
 * Makes an engine the active one and equips it: what `useWasm()` and its like are made of. Calls take turns, and one that
 * fails leaves the engine active that was before.
 *
 * @throws EngineUnavailableError when the engine cannot be had (TensorFlow.js itself would go on with another one), or
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
      const giveUp = await wear(setup, backend, before);
      const undo = async (): Promise<void> => {
        const last = giveUp();
        if (engine().backendName === name) await returnToEngine(last);
      };
      return Object.freeze({ name, backend: tfjs, undo: () => inTurn(undo) });
    } catch (error) {
      await returnToEngine(before);
      throw error;
    }
  });
}
