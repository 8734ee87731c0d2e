import { checkOptions, must, type Requirement } from "@symplectic-adjoint/core";
import type { GpuEntry } from "./device/gpu-entry.js";

/** Options of `useWebgpu`. */
export interface WebgpuOptions {
  /**
   * The WebGPU entry point, if the runtime has none or to use another one: in Node `create([])` of the npm package
   * `webgpu`. Used when a device is created; an existing working device of TensorFlow.js is kept. Default:
   * `navigator.gpu`.
   */
  readonly gpu?: GpuEntry | undefined;
}

/** Requirements on the options of `useWebgpu`. */
const TABLE: Readonly<Record<keyof WebgpuOptions, Requirement>> = {
  gpu: must(
    hasAdapters,
    "must be an object like navigator.gpu, with a method requestAdapter",
    'In Node write: import { create } from "webgpu"; await useWebgpu({ gpu: create([]) }).',
  ),
};

/** @throws UnknownOptionError | InvalidArgumentError if the options are invalid. */
export function checkWebgpuOptions(options: unknown): asserts options is WebgpuOptions {
  checkOptions("useWebgpu", options, TABLE, {
    remedy: "Write useWebgpu(), or useWebgpu({ gpu: … }).",
  });
}

function hasAdapters(value: unknown): boolean {
  return typeof (value as Partial<GpuEntry> | null)?.requestAdapter === "function";
}
