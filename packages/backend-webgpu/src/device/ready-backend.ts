import { EngineUnavailableError } from "@symplectic-adjoint/core";
import type { WebGPUBackend } from "@tensorflow/tfjs-backend-webgpu";
import { engine, registerBackend, removeBackend } from "@tensorflow/tfjs-core";
import { defineGlobals } from "./define-globals.js";
import { defaultGpuEntry, type GpuEntry } from "./gpu-entry.js";
import { isLost } from "./is-lost.js";
import { ENGINE_NAME } from "./name.js";
import { requestDevice } from "./request-device.js";

/** The priority that TensorFlow.js gives it for automatic selection. */
const PRIORITY = 3;

/**
 * Ensures that TensorFlow.js has a backend with a working device, existing or new.
 *
 * The device is requested here because TensorFlow.js' factory registers only if `navigator.gpu` exists at import, is
 * lost when a backend is removed, and only logs its errors.
 *
 * @throws EngineUnavailableError if there is no WebGPU, no adapter or no device, or the package is not installed.
 */
export async function readyBackend(given: GpuEntry | undefined): Promise<void> {
  if (await hasLivingBackend()) return;
  const gpu = given ?? defaultGpuEntry();
  if (gpu === undefined) throw noEntry();
  // Before the device is requested: the package defines the flags that select the kind of device.
  const { WebGPUBackend } = await importBackend();
  const { device, info } = await requestDevice(gpu);
  defineGlobals(gpu, device);
  const backend = new WebGPUBackend(device, info);
  // In Node, Dawn destroys devices when their entry is garbage-collected.
  entries.set(backend, gpu);
  if (engine().registryFactory[ENGINE_NAME] !== undefined) removeBackend(ENGINE_NAME);
  registerBackend(ENGINE_NAME, () => backend, PRIORITY);
}

const entries = new WeakMap<WebGPUBackend, GpuEntry>();

async function hasLivingBackend(): Promise<boolean> {
  const backend = engine().registry[ENGINE_NAME] as WebGPUBackend | undefined;
  return backend !== undefined && !(await isLost(backend.device));
}

async function importBackend(): Promise<typeof import("@tensorflow/tfjs-backend-webgpu")> {
  try {
    return await import("@tensorflow/tfjs-backend-webgpu");
  } catch (cause) {
    throw new EngineUnavailableError({
      argument: "@tensorflow/tfjs-backend-webgpu",
      problem: "could not be imported",
      remedy: "Install it, in the version of @tensorflow/tfjs-core.",
      cause,
    });
  }
}

function noEntry(): EngineUnavailableError {
  return new EngineUnavailableError({
    argument: "WebGPU",
    problem: "is unavailable in this JavaScript runtime: there is no navigator.gpu",
    remedy:
      'In Node install the package webgpu, and write: import { create } from "webgpu"; await useWebgpu({ gpu: create([]) }). In a browser open the page over https or from localhost, in a version that has WebGPU.',
  });
}
