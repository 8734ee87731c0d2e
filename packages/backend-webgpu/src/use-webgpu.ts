import { type EngineInUse, guardEngine, useEngine } from "@symplectic-adjoint/backend-tfjs";
import type { WebGPUBackend } from "@tensorflow/tfjs-backend-webgpu";
import { engine, type KernelBackend } from "@tensorflow/tfjs-core";
import { isSoftware } from "./device/is-software.js";
import { NAME } from "./device/name.js";
import { readyBackend } from "./device/ready-backend.js";
import { REMEDY } from "./device/remedy.js";
import { type DeviceWatch, watchDevice } from "./device/watch-device.js";
import { cumulativeKernels } from "./kernels/cumulative-kernels.js";
import { gradientKernels } from "./kernels/gradient-kernels.js";
import { softwareKernels } from "./kernels/software-kernels.js";
import { webgpuOperations } from "./operations/webgpu-operations.js";
import { checkWebgpuOptions, type WebgpuOptions } from "./webgpu-options.js";

const watches = new WeakMap<KernelBackend, DeviceWatch>();

/**
 * Makes TensorFlow.js' engine `webgpu` the active one, with fused kernels for the solver and a guard on the device.
 *
 * A command that the device refuses, and the loss of the device, let every awaited reading fail from then on, be it by the
 * solver or by `tensor.data()`; TensorFlow.js alone would deliver zeros. Another call of `useWebgpu()` begins anew: on the
 * same device after a refused command, on a new one after a loss, whose tensors are gone. `undo()` takes kernels and guard
 * off again; the device stays with TensorFlow.js until `tf.removeBackend("webgpu")`.
 *
 * Adaptive solves need the functions whose names end in Async, since WebGPU delivers values asynchronously only.
 *
 * @throws EngineUnavailableError when there is no WebGPU here, no adapter, no device, or a part is not installed.
 * @throws UnknownOptionError | InvalidArgumentError when an option is unknown or invalid.
 * @example
 * import { create } from "webgpu"; // In Node. A browser needs neither this nor the option.
 * const webgpu = await useWebgpu({ gpu: create([]) });
 */
export async function useWebgpu(options: WebgpuOptions = {}): Promise<EngineInUse> {
  checkWebgpuOptions(options);
  const inUse = await useEngine({
    name: NAME,
    remedy: REMEDY,
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
  // An engine that was equipped already may have failed since.
  watches.get(engine().backend)?.forgive();
  return inUse;
}
