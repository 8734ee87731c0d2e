/**
 * What `navigator.gpu` is: the way to a device. In Node the npm package `webgpu` makes one, by `create([])`.
 */
export interface GpuEntry {
  /** An adapter, or null where there is none. */
  requestAdapter(options?: {
    readonly powerPreference?: "low-power" | "high-performance";
  }): Promise<object | null>;
}

/** The entry that this JavaScript runtime offers by itself: browsers do, Node does not. */
export function ownEntry(): GpuEntry | undefined {
  const { navigator } = globalThis as { navigator?: { readonly gpu?: GpuEntry } };
  return navigator?.gpu;
}
