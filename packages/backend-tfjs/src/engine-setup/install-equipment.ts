import { checkValue, contract, isCallable, required } from "@symplectic-adjoint/core";
import type { KernelBackend } from "@tensorflow/tfjs-core";
import { operationsRequirement, registerOperations } from "../operations/engine-operations.js";
import type { EngineSetup } from "./engine-equipment.js";
import { replaceKernels } from "./replace-kernels.js";

/** The equipment of one engine. */
interface Installation {
  readonly backend: KernelBackend;
  /** The engine that was active before it was equipped. */
  readonly engineBefore: string | undefined;
  readonly uninstall: () => void;
  /** Calls that use it and have not released it. */
  users: number;
}

/** Installed equipment, by the name of the engine. */
const installed = new Map<string, Installation>();

/**
 * Equips an engine, unless its equipment is installed already. A recreated backend (e.g. after a device loss) has none.
 *
 * @param engineBefore The engine that was active before.
 * @returns Releases the equipment. The last release uninstalls it and returns the engine that was active before the
 * first installation; all others return undefined.
 */
export async function installEquipment(
  setup: EngineSetup,
  backend: KernelBackend,
  engineBefore: string | undefined,
): Promise<() => string | undefined> {
  const { name } = setup;
  let installation = installed.get(name);
  if (installation?.backend !== backend) {
    const first = installation?.engineBefore ?? engineBefore;
    installation?.uninstall();
    installed.delete(name);
    const uninstall = await equip(setup, backend);
    installation = { backend, engineBefore: first, uninstall, users: 0 };
    installed.set(name, installation);
  }
  const current = installation;
  current.users++;
  let released = false;
  return () => {
    if (released) return undefined;
    released = true;
    current.users--;
    if (current.users > 0 || installed.get(name) !== current) return undefined;
    current.uninstall();
    installed.delete(name);
    return current.engineBefore;
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
    "Return { operations, kernels, dispose } from equip; each is optional.",
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
