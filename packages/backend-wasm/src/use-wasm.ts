import { type EngineInUse, useEngine } from "@symplectic-adjoint/backend-tfjs";
import type { BackendWasm } from "@tensorflow/tfjs-backend-wasm";
import { engine } from "@tensorflow/tfjs-core";
import { equipWasm } from "./equip-wasm.js";
import { loadTfjsWasm, rememberOptions } from "./load-tfjs-wasm.js";
import { isLoaded } from "./module/load-wasm-module.js";
import { checkWasmOptions, type WasmOptions } from "./wasm-options.js";

/** The engine wasm, ready and active. */
export interface WasmInUse extends EngineInUse {
  /**
   * Whether our kernels work on the engine's memory. Where its memory cannot be reached, or WebAssembly has no SIMD, it is
   * false, and the kernels of TensorFlow.js do all the work, several times slower.
   */
  readonly fused: boolean;
}

/**
 * Makes TensorFlow.js' wasm engine the active one and equips it: combinations of stages and error norms in one pass over
 * its memory by SIMD kernels, error norms and dot products summed in double precision and known at once, and kernels for
 * what an evaluation and its gradient spend their time in.
 *
 * Where these cannot be had, a warning says so once (unless TensorFlow.js runs with `tf.enableProdMode()`), and `fused` is false.
 *
 * @throws EngineUnavailableError when `@tensorflow/tfjs-backend-wasm` is not installed, its binaries are not found, or there
 * are two copies of `@tensorflow/tfjs-core`.
 * @throws UnknownOptionError | InvalidArgumentError when the options are invalid, or are given while the engine already runs.
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
      "Its binaries may not be where it looks for them: give wasmPaths, the folder with the .wasm files of @tensorflow/tfjs-backend-wasm.",
    equip: (backend) => {
      rememberOptions(backend, options);
      return equipWasm(backend as BackendWasm);
    },
  });
  return Object.freeze({ ...inUse, fused: isLoaded(engine().backend as BackendWasm) });
}
