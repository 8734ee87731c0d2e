// Activating the engine

export type { GpuEntry } from "./device/gpu-entry.js";
export { useWebgpu } from "./use-webgpu.js";
export type { WebgpuOptions } from "./webgpu-options.js";
