import { EngineUnavailableError } from "@symplectic-adjoint/core";
import { env } from "@tensorflow/tfjs-core";

/**
 * Refuses a WebGL on which no integrator can work: states need 32 bits, and the tests for NaN need WebGL 2.
 *
 * @throws EngineUnavailableError
 */
export function refuseWeakWebgl(): void {
  const version = env().getNumber("WEBGL_VERSION");
  if (version !== 2) {
    throw new EngineUnavailableError({
      argument: "WebGL 2",
      problem:
        version === 1
          ? "is not to be had here, only WebGL 1"
          : "is not to be had here, nor is WebGL 1",
      remedy: "Use another engine: await useWasm(), of @symplectic-adjoint/backend-wasm.",
    });
  }
  if (!env().getBool("WEBGL_RENDER_FLOAT32_ENABLED")) {
    throw new EngineUnavailableError({
      argument: "This WebGL",
      problem: env().getBool("WEBGL_FORCE_F16_TEXTURES")
        ? "was told to keep numbers of 16 bits, of which no step of an integrator survives"
        : "keeps numbers of 16 bits only, of which no step of an integrator survives",
      remedy:
        "Use another engine: await useWasm(), of @symplectic-adjoint/backend-wasm. (If the flag WEBGL_FORCE_F16_TEXTURES is set, or forceHalfFloat() called, leave that out.)",
    });
  }
}
