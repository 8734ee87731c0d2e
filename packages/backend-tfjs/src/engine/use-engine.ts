import { EngineUnavailableError } from "@symplectic-adjoint/core";
import {
  engine,
  getBackend,
  type KernelBackend,
  type KernelConfig,
  setBackend,
} from "@tensorflow/tfjs-core";
import { type EngineOperations, registerOperations } from "../operations/engine-operations.js";
import { type TfjsBackend, tfjs } from "../tfjs-backend.js";
import { refuseSecondCore } from "./refuse-second-core.js";
import { replaceKernels } from "./replace-kernels.js";

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
   * Takes off what was registered, and makes the engine active again that was before. Once is enough, twice does no harm;
   * if the engine was made ready more than once, the last one counts.
   */
  undo(): Promise<void>;
}

interface Equipped {
  readonly backend: KernelBackend;
  readonly takeOff: () => void;
  users: number;
}

const equipped = new Map<string, Equipped>();

/**
 * Makes an engine the active one and equips it: what `useWasm()` and its like are made of.
 *
 * @throws EngineUnavailableError when the engine cannot be had (TensorFlow.js itself would go on with another one), or
 * when the program holds two copies of `@tensorflow/tfjs-core`.
 */
export async function useEngine(setup: EngineSetup): Promise<EngineInUse> {
  const { name } = setup;
  const before = engine().backendName;
  await setup.load?.();
  await activate(setup);
  const { backend } = engine();
  refuseSecondCore(backend);
  const worn = equipped.get(name);
  // A backend that was removed and registered again, as after the loss of a device, wears nothing.
  if (worn !== undefined && worn.backend !== backend) {
    worn.takeOff();
    equipped.delete(name);
  }
  const entry = equipped.get(name) ?? { backend, takeOff: await equip(setup, backend), users: 0 };
  entry.users++;
  equipped.set(name, entry);
  let undone = false;
  return Object.freeze({
    name,
    backend: tfjs,
    async undo(): Promise<void> {
      if (undone) return;
      undone = true;
      if (--entry.users === 0 && equipped.get(name) === entry) {
        entry.takeOff();
        equipped.delete(name);
      }
      if (before != null && before !== name && getBackend() === name) await setBackend(before);
    },
  });
}

async function activate({ name, remedy }: EngineSetup): Promise<void> {
  let cause: unknown;
  try {
    if ((await setBackend(name)) && getBackend() === name) return;
  } catch (error) {
    cause = error;
  }
  throw new EngineUnavailableError({
    argument: `The TensorFlow.js backend '${name}'`,
    problem: "could not be made the active one",
    remedy,
    ...(cause !== undefined && { cause }),
  });
}

async function equip({ name, equip }: EngineSetup, backend: KernelBackend): Promise<() => void> {
  const { operations = {}, kernels = [], dispose } = await equip(backend);
  const restoreKernels = replaceKernels(name, kernels);
  const restoreOperations = registerOperations(name, operations);
  return () => {
    restoreOperations();
    restoreKernels();
    dispose?.();
  };
}
