import { type EngineInUse, guardEngine, useEngine } from "@symplectic-adjoint/backend-tfjs";
import { EngineUnavailableError } from "@symplectic-adjoint/core";
import type { MathBackendWebGL } from "@tensorflow/tfjs-backend-webgl";
import { engine, env } from "@tensorflow/tfjs-core";
import { guardTextures, type TextureMaker } from "./context/guard-textures.js";
import { refuseWeakWebgl } from "./context/refuse-weak-webgl.js";
import { replaceLostContext } from "./context/replace-lost-context.js";
import { watchOf } from "./context/watch-of.js";
import { gradientKernels } from "./kernels/gradient-kernels.js";
import { webglOperations } from "./operations/webgl-operations.js";
import { checkWebglOptions, type WebglOptions } from "./webgl-options.js";

/** Number of allocated bytes above which the engine deletes freed textures; -1 for never. */
const DELETE_ABOVE = "WEBGL_DELETE_TEXTURE_THRESHOLD";

/**
 * Activates and equips TensorFlow.js' WebGL engine: linear combinations of any number of terms, norms, dot products and
 * the gradients of activations take one or a few programs each.
 *
 * It needs WebGL 2 with textures of 32-bit floats. If the context is lost (the machine slept, the browser wanted the
 * memory, the driver was reset), the solver's next operation and every read of a tensor throw `EngineFailedError`,
 * where TensorFlow.js alone would wait forever or return zeros. Calling it again then creates a new context; the
 * tensors of the old one are lost.
 *
 * @throws EngineUnavailableError if WebGL 2 is unavailable or has no 32-bit textures, or if
 * `@tensorflow/tfjs-backend-webgl` is not installed; TensorFlow.js alone would silently fall back to another engine.
 * @throws UnknownOptionError | InvalidArgumentError if an option is unknown or invalid.
 * @example
 * const webgl = await useWebgl();
 * const solution = await odeintAsync(f, y0, times);
 * await webgl.undo();
 */
export async function useWebgl(options: WebglOptions = {}): Promise<EngineInUse> {
  checkWebglOptions(options);
  const inUse = await useEngine({
    name: "webgl",
    load,
    remedy:
      "It needs a browser with WebGL 2. Elsewhere use another engine: await useWasm(), of @symplectic-adjoint/backend-wasm.",
    equip(backend) {
      const guard = guardEngine(backend, watchOf(backend));
      const { gpgpu } = backend as MathBackendWebGL;
      const removeFromTextures = guardTextures(gpgpu as unknown as TextureMaker);
      return {
        operations: guard.operations(webglOperations(backend as MathBackendWebGL)),
        kernels: gradientKernels,
        dispose: () => {
          removeFromTextures();
          guard.remove();
        },
      };
    },
  });
  const { keepTexturesUpTo } = options;
  return keepTexturesUpTo === undefined ? inUse : withLimit(inUse, keepTexturesUpTo);
}

/** Sets the limit until `undo()`. */
function withLimit(inUse: EngineInUse, bytes: number): EngineInUse {
  const before = env().getNumber(DELETE_ABOVE);
  env().set(DELETE_ABOVE, bytes);
  let undone = false;
  return Object.freeze({
    ...inUse,
    async undo(): Promise<void> {
      if (!undone) env().set(DELETE_ABOVE, before);
      undone = true;
      await inUse.undo();
    },
  });
}

async function load(): Promise<void> {
  try {
    await import("@tensorflow/tfjs-backend-webgl");
  } catch (cause) {
    throw new EngineUnavailableError({
      argument: "@tensorflow/tfjs-backend-webgl",
      problem: "could not be loaded",
      remedy: "Install it: npm install @tensorflow/tfjs-backend-webgl",
      cause,
    });
  }
  // In Node no engine is registered; useEngine reports it.
  if (engine().findBackendFactory("webgl") == null) return;
  refuseWeakWebgl();
  replaceLostContext();
}
