/**
 * The type of `navigator.gpu`, the entry point to WebGPU. In Node, `create([])` of the npm package `webgpu` creates
 * one.
 */
export interface GpuEntry {
  /** An adapter, or null if there is none. */
  requestAdapter(options?: {
    readonly powerPreference?: "low-power" | "high-performance";
  }): Promise<object | null>;
}

/** The runtime's own entry point, if any: browsers have one, Node does not. */
export function defaultGpuEntry(): GpuEntry | undefined {
  const { navigator } = globalThis as { navigator?: { readonly gpu?: GpuEntry } };
  return navigator?.gpu;
}
