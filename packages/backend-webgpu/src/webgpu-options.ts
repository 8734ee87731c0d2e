import { InvalidArgumentError, UnknownOptionError } from "@symplectic-adjoint/core";
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

/** @throws UnknownOptionError | InvalidArgumentError when the options cannot be meant. */
export function checkOptions(options: unknown): asserts options is WebgpuOptions {
  if (typeof options !== "object" || options === null || Array.isArray(options)) {
    throw new InvalidArgumentError({
      argument: "The argument of useWebgpu",
      value: options,
      problem: "must be an object of options",
      remedy: "Write useWebgpu(), or useWebgpu({ gpu: … }).",
    });
  }
  for (const [name, value] of Object.entries(options)) {
    if (name !== "gpu") {
      throw new UnknownOptionError({
        argument: name,
        value,
        problem: "is not an option of useWebgpu",
        remedy: "Its only option is gpu.",
      });
    }
    if (value === undefined || hasAdapters(value)) continue;
    throw new InvalidArgumentError({
      argument: "gpu",
      value,
      problem: "must be what navigator.gpu is in a browser, with a method requestAdapter",
      remedy:
        'In Node write: import { create } from "webgpu"; await useWebgpu({ gpu: create([]) }).',
    });
  }
}

function hasAdapters(value: unknown): boolean {
  return typeof (value as Partial<GpuEntry> | null)?.requestAdapter === "function";
}
