import { EngineUnavailableError } from "@symplectic-adjoint/core";
import type { WebGPUBackend } from "@tensorflow/tfjs-backend-webgpu";
import { engine, registerBackend, removeBackend } from "@tensorflow/tfjs-core";
import { defineGlobals } from "./define-globals.js";
import { type GpuEntry, ownEntry } from "./gpu-entry.js";
import { isLost } from "./is-lost.js";
import { NAME } from "./name.js";
import { requestDevice } from "./request-device.js";

/** The priority that TensorFlow.js gives it among the engines, when it chooses one itself. */
const PRIORITY = 3;

/**
 * Lets TensorFlow.js have a backend whose device lives: the one it has, or a new one.
 *
 * The device is asked for here, not by TensorFlow.js' own factory: that one registers itself only where `navigator.gpu`
 * exists when it is imported, is forgotten when a backend is removed, and tells the console why it failed instead of the
 * caller.
 *
 * @throws EngineUnavailableError when there is no WebGPU, no adapter or no device, or the package is not installed.
 */
export async function readyBackend(given: GpuEntry | undefined): Promise<void> {
  if (await hasLivingBackend()) return;
  const gpu = given ?? ownEntry();
  if (gpu === undefined) throw noEntry();
  // Before the device is asked for: it defines the flags that say what kind of device.
  const { WebGPUBackend } = await importBackend();
  const { device, info } = await requestDevice(gpu);
  defineGlobals(gpu, device);
  const backend = new WebGPUBackend(device, info);
  // Dawn's devices in Node die when their entry is collected.
  entries.set(backend, gpu);
  if (engine().registryFactory[NAME] !== undefined) removeBackend(NAME);
  registerBackend(NAME, () => backend, PRIORITY);
}

const entries = new WeakMap<WebGPUBackend, GpuEntry>();

async function hasLivingBackend(): Promise<boolean> {
  const backend = engine().registry[NAME] as WebGPUBackend | undefined;
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
    problem: "is not offered by this JavaScript runtime: there is no navigator.gpu",
    remedy:
      'In Node install the package webgpu, and write: import { create } from "webgpu"; await useWebgpu({ gpu: create([]) }). In a browser open the page over https or from localhost, in a version that has WebGPU.',
  });
}
