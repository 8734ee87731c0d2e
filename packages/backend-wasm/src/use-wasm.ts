import { type EngineInUse, useEngine } from "@symplectic-adjoint/backend-tfjs";
import type { BackendWasm } from "@tensorflow/tfjs-backend-wasm";
import { engine } from "@tensorflow/tfjs-core";
import { equipWasm } from "./equip-wasm.js";
import { loadTfjsWasm, rememberOptions } from "./load-tfjs-wasm.js";
import { isLoaded } from "./module/load-wasm-module.js";
import { checkWasmOptions, type WasmOptions } from "./wasm-options.js";

/** The engine wasm, activated. */
export interface WasmInUse extends EngineInUse {
  /**
   * Whether this package's kernels are in use. False if the engine's memory is inaccessible or WebAssembly has no SIMD;
   * then TensorFlow.js' kernels do all the work, several times slower.
   */
  readonly fused: boolean;
}

/**
 * Activates and equips TensorFlow.js' wasm engine: linear combinations and error norms in one pass over its memory with
 * SIMD kernels, error norms and dot products summed in double precision and returned synchronously, and kernels for the
 * most expensive parts of an evaluation and its gradient.
 *
 * If unavailable, a single warning is logged (unless TensorFlow.js runs with `tf.enableProdMode()`), and `fused` is
 * false.
 *
 * @throws EngineUnavailableError if `@tensorflow/tfjs-backend-wasm` is not installed, its binaries are not found, or
 * there are two copies of `@tensorflow/tfjs-core`.
 * @throws UnknownOptionError | InvalidArgumentError if the options are invalid, or are passed while the engine already
 * runs.
 * @example
 * const wasm = await useWasm();
 * const [y] = odeint((t, y) => tf.neg(y), tf.tensor1d([1]), [0, 1]);
 * await wasm.undo(); // back to the engine that was active before
 */
export async function useWasm(options: WasmOptions = {}): Promise<WasmInUse> {
  checkWasmOptions(options);
  const inUse = await useEngine({
    name: "wasm",
    load: () => loadTfjsWasm(options),
    remedy:
      "Its binaries may not be found: set wasmPaths, the folder with the .wasm files of @tensorflow/tfjs-backend-wasm.",
    equip: (backend) => {
      rememberOptions(backend, options);
      return equipWasm(backend as BackendWasm);
    },
  });
  return Object.freeze({ ...inUse, fused: isLoaded(engine().backend as BackendWasm) });
}
