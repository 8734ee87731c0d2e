import type { EngineWatch } from "@symplectic-adjoint/backend-tfjs";
import type { ErrorDetails } from "@symplectic-adjoint/core";
import type { WebGPUBackend } from "@tensorflow/tfjs-backend-webgpu";
import { fence } from "./fence.js";

/** A watch on a device. A failure persists until {@link forgive} is called. */
export interface DeviceWatch extends EngineWatch {
  /** Clears a refused command; a lost device stays lost. */
  forgive(): void;
}

/** The device as a source of events, without the types of a browser. */
interface ErrorSource {
  addEventListener(type: "uncapturederror", listener: ErrorListener): void;
  removeEventListener(type: "uncapturederror", listener: ErrorListener): void;
}

type ErrorListener = (event: { readonly error: GPUError }) => void;

/**
 * Watches the device of a backend. WebGPU does not throw when it refuses a command: it drops the whole submission, and
 * reads return zeros or old buffer contents.
 */
export function watchDevice({ device, tensorMap }: WebGPUBackend): DeviceWatch {
  const source = device as unknown as ErrorSource;
  let lost = false;
  let failure: ErrorDetails | undefined;
  const refused: ErrorListener = ({ error }) => {
    // Report the first error; the others follow from it.
    failure ??= refusal(error);
  };
  source.addEventListener("uncapturederror", refused);
  device.lost.then((info) => {
    lost = true;
    failure = loss(info);
  });
  return {
    failure: () => failure,
    isLost: () => lost,
    forgive: () => {
      if (!lost) failure = undefined;
    },
    async read(dataId, read) {
      const data: { values?: unknown } | undefined = tensorMap.has(dataId)
        ? tensorMap.get(dataId)
        : undefined;
      // Values already on the host, and unknown tensors.
      if (data === undefined || data.values != null) return read(dataId);
      try {
        const [values] = await Promise.all([read(dataId), fence(device)]);
        // TensorFlow.js caches what it read, even zeros.
        if (failure !== undefined) data.values = null;
        return values;
      } catch (cause) {
        // The tensor was disposed of during the read; the device is fine.
        if (failure === undefined && !tensorMap.has(dataId)) throw cause;
        data.values = null;
        failure ??= failedRead(cause);
        throw cause;
      }
    },
    stop: () => source.removeEventListener("uncapturederror", refused),
  };
}

function refusal(error: GPUError): ErrorDetails {
  return {
    argument: "The WebGPU device",
    value: error.message,
    problem: "refused a command and dropped others with it: results since then are invalid",
    remedy:
      "See the cause; usually a tensor exceeds the device's limits. Then call useWebgpu() again and recompute from known values.",
    cause: error,
  };
}

function loss({ reason, message }: GPUDeviceLostInfo): ErrorDetails {
  return {
    argument: "The WebGPU device",
    value: message || reason,
    problem: "was lost with all tensors and variables on it",
    remedy: "Call useWebgpu() again to create a new device, and recreate your variables.",
  };
}

function failedRead(cause: unknown): ErrorDetails {
  return {
    argument: "The WebGPU device",
    problem: "could not read values",
    remedy: "See the cause. Then call useWebgpu() again and recompute from known values.",
    cause,
  };
}
