import { type EngineInUse, guardEngine, useEngine } from "@symplectic-adjoint/backend-tfjs";
import type { WebGPUBackend } from "@tensorflow/tfjs-backend-webgpu";
import { engine, type KernelBackend } from "@tensorflow/tfjs-core";
import { isSoftware } from "./device/is-software.js";
import { ENGINE_NAME } from "./device/name.js";
import { readyBackend } from "./device/ready-backend.js";
import { UNAVAILABLE_REMEDY } from "./device/remedy.js";
import { type DeviceWatch, watchDevice } from "./device/watch-device.js";
import { cumulativeKernels } from "./kernels/cumulative-kernels.js";
import { gradientKernels } from "./kernels/gradient-kernels.js";
import { softwareKernels } from "./kernels/software-kernels.js";
import { webgpuOperations } from "./operations/webgpu-operations.js";
import { checkWebgpuOptions, type WebgpuOptions } from "./webgpu-options.js";

const watches = new WeakMap<KernelBackend, DeviceWatch>();

/**
 * Activates TensorFlow.js' engine `webgpu`, with fused kernels for the solver and a guard on the device.
 *
 * A refused command or the loss of the device makes every later awaited read throw, whether by the solver or by
 * `tensor.data()`; TensorFlow.js alone would return zeros. Calling `useWebgpu()` again recovers: on the same device
 * after a refused command, on a new one after a loss, whose tensors are lost. `undo()` uninstalls kernels and guard;
 * TensorFlow.js keeps the device until `tf.removeBackend("webgpu")`.
 *
 * Adaptive solves need the …Async functions, because WebGPU supports only asynchronous reads.
 *
 * @throws EngineUnavailableError if there is no WebGPU, no adapter or no device, or a package is missing.
 * @throws UnknownOptionError | InvalidArgumentError if an option is unknown or invalid.
 * @example
 * import { create } from "webgpu"; // In Node. A browser needs neither this nor the option.
 * const webgpu = await useWebgpu({ gpu: create([]) });
 */
export async function useWebgpu(options: WebgpuOptions = {}): Promise<EngineInUse> {
  checkWebgpuOptions(options);
  const inUse = await useEngine({
    name: ENGINE_NAME,
    remedy: UNAVAILABLE_REMEDY,
    load: () => readyBackend(options.gpu),
    equip: (backend) => {
      const webgpu = backend as WebGPUBackend;
      const watch = watchDevice(webgpu);
      watches.set(backend, watch);
      const guard = guardEngine(backend, watch);
      return {
        operations: guard.operations(webgpuOperations(webgpu)),
        kernels: [
          ...gradientKernels,
          ...cumulativeKernels,
          ...(isSoftware(webgpu.device) ? softwareKernels() : []),
        ],
        dispose: guard.remove,
      };
    },
  });
  // An already equipped engine may have failed since.
  watches.get(engine().backend)?.forgive();
  return inUse;
}
