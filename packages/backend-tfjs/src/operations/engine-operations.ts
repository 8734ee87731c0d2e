import {
  type Backend,
  checkValue,
  isCallable,
  isPlainObject,
  must,
  nonEmptyString,
  type Requirement,
  required,
} from "@symplectic-adjoint/core";
import { getBackend, type Tensor } from "@tensorflow/tfjs-core";
import { read, toHost } from "../read.js";
import { accumulate } from "./accumulate.js";
import { type TensorOperations, tensorOperations } from "./tensor-operations.js";

/** Operations that an engine package can replace: the arithmetic of steps, and asynchronous reads. */
export type EngineOperations = TensorOperations &
  Pick<Backend<Tensor>, "accumulate" | "read" | "toHost">;

const ordinary: EngineOperations = Object.freeze({ ...tensorOperations, accumulate, read, toHost });

/** Requirement for an object of operations. */
export const operationsRequirement: Requirement = must(
  (operations) =>
    isPlainObject(operations) &&
    Object.entries(operations).every(
      ([name, operation]) =>
        Object.hasOwn(ordinary, name) && (operation === undefined || isCallable(operation)),
    ),
  `must be an object of functions, of these names: ${Object.keys(ordinary).join(", ")}`,
  "Write { errorNorm: (error, from, to, tolerances) => … }.",
);
const ENGINE_NAME = required(nonEmptyString('Write the name that tf.setBackend takes: "cpu".'));

/** Registered operations by engine name; the last registration wins. A global registry, like that of the kernels. */
const registered = new Map<string, ReadonlyArray<EngineOperations>>();

/** The operations registered for the active engine. */
export function activeOperations(): EngineOperations {
  return registered.get(getBackend())?.at(-1) ?? ordinary;
}

/**
 * Registers operations for all backends of this package while the engine is active. Omitted operations remain the
 * ordinary ones.
 *
 * @param engineName The name that `tf.setBackend` takes.
 * @returns Unregisters them, independent of other registrations. Calling it twice is allowed.
 */
export function registerOperations(
  engineName: string,
  operations: Partial<EngineOperations>,
): () => void {
  checkValue("engineName", engineName, ENGINE_NAME);
  checkValue("operations", operations, required(operationsRequirement));
  const ours = Object.freeze({ ...ordinary, ...operations });
  registered.set(engineName, [...(registered.get(engineName) ?? []), ours]);
  return () => {
    const others = registered.get(engineName)?.filter((theirs) => theirs !== ours);
    registered.set(engineName, others ?? []);
  };
}
