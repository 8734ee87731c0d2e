import { EngineUnavailableError } from "@symplectic-adjoint/core";
import { env } from "@tensorflow/tfjs-core";

/**
 * Rejects WebGL without the required features: states need 32 bits, and the tests for NaN need WebGL 2.
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
          ? "is unavailable here; only WebGL 1 is available"
          : "is unavailable here, and so is WebGL 1",
      remedy: "Use another engine: await useWasm(), of @symplectic-adjoint/backend-wasm.",
    });
  }
  if (!env().getBool("WEBGL_RENDER_FLOAT32_ENABLED")) {
    throw new EngineUnavailableError({
      argument: "This WebGL",
      problem: env().getBool("WEBGL_FORCE_F16_TEXTURES")
        ? "is configured for 16-bit floats, which are too inaccurate for integration"
        : "supports only 16-bit floats, which are too inaccurate for integration",
      remedy:
        "Use another engine: await useWasm(), of @symplectic-adjoint/backend-wasm. (If the flag WEBGL_FORCE_F16_TEXTURES is set or forceHalfFloat() is called, remove that.)",
    });
  }
}
