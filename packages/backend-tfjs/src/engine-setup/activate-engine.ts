import { EngineUnavailableError } from "@symplectic-adjoint/core";
import { engine, findBackendFactory, getBackend, setBackend } from "@tensorflow/tfjs-core";

/**
 * Activates an engine and verifies it, because TensorFlow.js silently falls back to another one.
 *
 * @param remedy Remedy if the engine is unavailable.
 * @throws EngineUnavailableError if it cannot be activated.
 */
export async function activateEngine({
  name,
  remedy,
}: {
  readonly name: string;
  readonly remedy: string;
}): Promise<void> {
  let cause: unknown;
  try {
    if ((await setBackend(name)) && getBackend() === name) return;
  } catch (error) {
    cause = error;
  }
  throw new EngineUnavailableError({
    argument: `The TensorFlow.js backend '${name}'`,
    problem: "could not be activated",
    remedy,
    ...(cause !== undefined && { cause }),
  });
}

/** Activates the previous engine again, if there was one and it still exists. */
export async function returnToEngine(before: string | undefined): Promise<void> {
  if (before == null || findBackendFactory(before) == null) return;
  // Does not query the active backend: that would start one if there is none, as after a failed attempt.
  if (engine().backendName !== before) await setBackend(before);
}
