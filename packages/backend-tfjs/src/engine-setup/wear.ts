import { checkValue, contract, isCallable, required } from "@symplectic-adjoint/core";
import type { KernelBackend } from "@tensorflow/tfjs-core";
import { operationsRequirement, registerOperations } from "../operations/engine-operations.js";
import { replaceKernels } from "./replace-kernels.js";
import type { EngineSetup } from "./use-engine.js";

/** What an engine wears. */
interface Worn {
  readonly backend: KernelBackend;
  /** The engine that was active before it was equipped. */
  readonly before: string | undefined;
  readonly takeOff: () => void;
  users: number;
}

const wardrobe = new Map<string, Worn>();

/**
 * Equips an engine, unless it wears its equipment already. A backend that was removed and made again, as after the loss of
 * a device, wears nothing.
 *
 * @param before The engine that was active before.
 * @returns Gives it up again. The last user's call takes off the equipment, and returns the engine that was active before
 * the first one's; all others return undefined.
 */
export async function wear(
  setup: EngineSetup,
  backend: KernelBackend,
  before: string | undefined,
): Promise<() => string | undefined> {
  const { name } = setup;
  let worn = wardrobe.get(name);
  if (worn?.backend !== backend) {
    const first = worn?.before ?? before;
    worn?.takeOff();
    wardrobe.delete(name);
    worn = { backend, before: first, takeOff: await equip(setup, backend), users: 0 };
    wardrobe.set(name, worn);
  }
  const mine = worn;
  mine.users++;
  let given = false;
  return () => {
    if (given) return undefined;
    given = true;
    mine.users--;
    if (mine.users > 0 || wardrobe.get(name) !== mine) return undefined;
    mine.takeOff();
    wardrobe.delete(name);
    return mine.before;
  };
}

const EQUIPMENT = required(
  contract(
    "equipment of an engine",
    {
      operations: (value) =>
        value === undefined ? undefined : operationsRequirement.problemOf(value),
      kernels: (value) => (isKernelList(value) ? undefined : "must be a list of kernels"),
      dispose: "function?",
    },
    "Let equip return { operations, kernels, dispose }, as many of them as there are.",
  ),
);

function isKernelList(value: unknown): boolean {
  if (value === undefined) return true;
  return (
    Array.isArray(value) &&
    value.every((kernel) => typeof kernel?.kernelName === "string" && isCallable(kernel.kernelFunc))
  );
}

async function equip({ name, equip }: EngineSetup, backend: KernelBackend): Promise<() => void> {
  const equipment = await equip(backend);
  checkValue("What equip returned", equipment, EQUIPMENT);
  const { operations = {}, kernels = [], dispose } = equipment;
  const restoreKernels = replaceKernels(name, kernels);
  const restoreOperations = registerOperations(name, operations);
  return () => {
    restoreOperations();
    restoreKernels();
    dispose?.();
  };
}
