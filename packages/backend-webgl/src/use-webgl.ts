import { type EngineInUse, useEngine } from "@symplectic-adjoint/backend-tfjs";
import { EngineUnavailableError } from "@symplectic-adjoint/core";
import type { MathBackendWebGL } from "@tensorflow/tfjs-backend-webgl";
import { engine, env } from "@tensorflow/tfjs-core";
import { guardOf, replaceLostContext } from "./context/guarded-backends.js";
import { refuseWeakWebgl } from "./context/refuse-weak-webgl.js";
import { gradientKernels } from "./kernels/gradient-kernels.js";
import { webglOperations } from "./operations/webgl-operations.js";
import { checkWebglOptions, type WebglOptions } from "./webgl-options.js";

/** Above how many allocated bytes the engine deletes freed textures; -1 for never. */
const DELETE_ABOVE = "WEBGL_DELETE_TEXTURE_THRESHOLD";

/**
 * Makes TensorFlow.js' WebGL engine the active one, and equips it: combinations of any number of stages, norms, dot
 * products and the gradients of activations each become one program, or few, and what is read is awaited.
 *
 * It needs WebGL 2 with textures of 32-bit floats. If the context is lost (the machine slept, the browser wanted the
 * memory, the driver was reset), whatever is awaited next, and the next operation, throws `EngineFailedError`; after that
 * the function may be called again, and makes a new context. The tensors of the old one are gone.
 *
 * @throws EngineUnavailableError when there is no WebGL 2 here, when it has no 32-bit textures, or when
 * `@tensorflow/tfjs-backend-webgl` is not installed; TensorFlow.js itself would go on with another engine.
 * @throws UnknownOptionError | InvalidArgumentError when an option has another name, or cannot be meant.
 * @example
 * const webgl = await useWebgl();
 * const solution = await odeintAsync(f, y0, times);
 * await webgl.undo();
 */
export async function useWebgl(options: WebglOptions = {}): Promise<EngineInUse> {
  checkWebglOptions(options);
  await importBackend();
  // In Node nothing is registered, and useEngine says so.
  if (engine().findBackendFactory("webgl") != null) {
    refuseWeakWebgl();
    replaceLostContext();
  }
  const inUse = await useEngine({
    name: "webgl",
    remedy:
      "It needs a browser with WebGL 2. Elsewhere use another engine: await useWasm(), of @symplectic-adjoint/backend-wasm.",
    equip: (backend) => ({
      operations: webglOperations(backend as MathBackendWebGL, guardOf(backend)),
      kernels: gradientKernels,
    }),
  });
  const { keepTexturesUpTo } = options;
  return keepTexturesUpTo === undefined ? inUse : withLimit(inUse, keepTexturesUpTo);
}

/** Sets the limit, until the engine's use is undone. */
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

async function importBackend(): Promise<void> {
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
}
