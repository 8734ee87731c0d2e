import type { EngineWatch } from "@symplectic-adjoint/backend-tfjs";
import type { ErrorDetails } from "@symplectic-adjoint/core";
import type { WebGPUBackend } from "@tensorflow/tfjs-backend-webgpu";
import { fence } from "./fence.js";

/** A watch on a device. Once failed, it stays failed, until {@link forgive} is called. */
export interface DeviceWatch extends EngineWatch {
  /** Forgets a refused command. A lost device stays lost. */
  forgive(): void;
}

/** The device as a source of events, apart from the types of a browser. */
interface ErrorSource {
  addEventListener(type: "uncapturederror", listener: ErrorListener): void;
  removeEventListener(type: "uncapturederror", listener: ErrorListener): void;
}

type ErrorListener = (event: { readonly error: GPUError }) => void;

/**
 * Watches the device of a backend. WebGPU never throws when it refuses a command: the command is dropped, with all that were
 * sent together with it, and what is read later are zeros or what a recycled buffer held before.
 */
export function watchDevice({ device, tensorMap }: WebGPUBackend): DeviceWatch {
  const source = device as unknown as ErrorSource;
  let lost = false;
  let failure: ErrorDetails | undefined;
  const refused: ErrorListener = ({ error }) => {
    // The first one is the cause; the others tell of commands that were sent together with it.
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
      // What is on the host already, and what is not there at all.
      if (data === undefined || data.values != null) return read(dataId);
      try {
        const [values] = await Promise.all([read(dataId), fence(device)]);
        // TensorFlow.js remembers what it read, be it zeros.
        if (failure !== undefined) data.values = null;
        return values;
      } catch (cause) {
        // A tensor that was disposed of during the read: nothing is wrong with the device.
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
    problem:
      "refused a command, and dropped others with it: what was computed since is not to be trusted",
    remedy:
      "Look at the cause: most often a tensor is larger than the device allows. Then call useWebgpu() again, and compute again from values that you know.",
    cause: error,
  };
}

function loss({ reason, message }: GPUDeviceLostInfo): ErrorDetails {
  return {
    argument: "The WebGPU device",
    value: message || reason,
    problem: "was lost, and all tensors and variables on it with it",
    remedy: "Call useWebgpu() again, which makes a new device, and make your variables anew.",
  };
}

function failedRead(cause: unknown): ErrorDetails {
  return {
    argument: "The WebGPU device",
    problem: "could not deliver values",
    remedy:
      "Look at the cause. Then call useWebgpu() again, and compute again from values that you know.",
    cause,
  };
}
