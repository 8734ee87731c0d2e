import { checkOptions, must, type Requirement } from "@symplectic-adjoint/core";
import type { GpuEntry } from "./device/gpu-entry.js";

/** Options of `useWebgpu`. */
export interface WebgpuOptions {
  /**
   * The way to a device, where the runtime offers none or another one is meant: in Node `create([])` of the npm package
   * `webgpu`. Used when a device is made; if TensorFlow.js has a living one already, that one stays. Default:
   * `navigator.gpu`.
   */
  readonly gpu?: GpuEntry | undefined;
}

/** What the options of `useWebgpu` must be. */
const TABLE: Readonly<Record<keyof WebgpuOptions, Requirement>> = {
  gpu: must(
    hasAdapters,
    "must be what navigator.gpu is in a browser, with a method requestAdapter",
    'In Node write: import { create } from "webgpu"; await useWebgpu({ gpu: create([]) }).',
  ),
};

/** @throws UnknownOptionError | InvalidArgumentError when the options are invalid. */
export function checkWebgpuOptions(options: unknown): asserts options is WebgpuOptions {
  checkOptions("useWebgpu", options, TABLE, {
    remedy: "Write useWebgpu(), or useWebgpu({ gpu: … }).",
  });
}

function hasAdapters(value: unknown): boolean {
  return typeof (value as Partial<GpuEntry> | null)?.requestAdapter === "function";
}
