import { EngineFailedError, type ErrorDetails } from "@symplectic-adjoint/core";
import type { WebGPUBackend } from "@tensorflow/tfjs-backend-webgpu";
import { fence } from "./fence.js";

/**
 * Watches a device. WebGPU never throws when it refuses a command: the command is dropped, with all that were sent
 * together with it, and what is read later are zeros or what a recycled buffer held before. Under the guard each awaited
 * reading of a tensor, by the solver or by `tensor.data()`, fails instead. Once failed, always failed, until {@link forgive}.
 */
export interface DeviceGuard {
  /** @throws EngineFailedError if the device has failed, as far as is known without waiting. */
  check(): void;
  /** Forgets a refused command. A lost device stays lost. */
  forgive(): void;
  /** Takes the guard off. */
  remove(): void;
}

/** The device as a source of events, apart from the types of a browser. */
interface ErrorSource {
  addEventListener(type: "uncapturederror", listener: ErrorListener): void;
  removeEventListener(type: "uncapturederror", listener: ErrorListener): void;
}

type ErrorListener = (event: { readonly error: GPUError }) => void;

/** Puts a guard on a backend's device and on its reading. */
export function guardDevice(backend: WebGPUBackend): DeviceGuard {
  const { device } = backend;
  const source = device as unknown as ErrorSource;
  let lost = false;
  let failure: ErrorDetails | undefined;
  const check = (): void => {
    if (failure !== undefined) throw new EngineFailedError(failure);
  };
  const refused: ErrorListener = ({ error }) => {
    // The first one is the cause; the others tell of commands that were sent together with it.
    failure ??= refusal(error);
  };
  source.addEventListener("uncapturederror", refused);
  device.lost.then((info) => {
    lost = true;
    failure = loss(info);
  });
  const read = backend.read.bind(backend);
  backend.read = async (dataId) => {
    check();
    const data: { values?: unknown } | undefined = backend.tensorMap.has(dataId)
      ? backend.tensorMap.get(dataId)
      : undefined;
    // What is on the host already, and what is not there at all.
    if (data === undefined || data.values != null) return read(dataId);
    try {
      const [values] = await Promise.all([read(dataId), fence(device)]);
      check();
      return values;
    } catch (cause) {
      // A tensor that was disposed of while it was read: it took its values along, and nothing is wrong with the device.
      if (failure === undefined && !backend.tensorMap.has(dataId)) throw cause;
      // TensorFlow.js remembers what it read, be it zeros.
      data.values = null;
      failure ??= failedReading(cause);
      throw new EngineFailedError(failure);
    }
  };
  const readSync = backend.readSync.bind(backend);
  backend.readSync = (dataId) => {
    check();
    return readSync(dataId);
  };
  return {
    check,
    forgive: () => {
      if (!lost) failure = undefined;
    },
    remove: () => {
      // TensorFlow.js asks a lost backend for tensors that are used on its successor.
      if (lost) return;
      source.removeEventListener("uncapturederror", refused);
      // The methods of the class again.
      Reflect.deleteProperty(backend, "read");
      Reflect.deleteProperty(backend, "readSync");
    },
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

function failedReading(cause: unknown): ErrorDetails {
  return {
    argument: "The WebGPU device",
    problem: "could not deliver values",
    remedy:
      "Look at the cause. Then call useWebgpu() again, and compute again from values that you know.",
    cause,
  };
}
