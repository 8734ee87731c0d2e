import { EngineUnavailableError } from "@symplectic-adjoint/core";

/** Remedy if the engine is missing. */
export const UNAVAILABLE_REMEDY: string =
  "Run npm install @tensorflow/tfjs-backend-cpu, or import '@tensorflow/tfjs', which includes it.";

/**
 * Imports TensorFlow.js' engine cpu, which registers itself.
 *
 * @throws EngineUnavailableError if it cannot be imported.
 */
export async function loadTfjsCpu(
  load: () => Promise<unknown> = () => import("@tensorflow/tfjs-backend-cpu"),
): Promise<void> {
  try {
    await load();
  } catch (cause) {
    throw new EngineUnavailableError({
      argument: "@tensorflow/tfjs-backend-cpu",
      problem: "could not be imported",
      remedy: UNAVAILABLE_REMEDY,
      cause,
    });
  }
}
