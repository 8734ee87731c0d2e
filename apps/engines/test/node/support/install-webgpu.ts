import { create, globals } from "webgpu";

/**
 * Gives Node a `navigator.gpu`, which is Dawn's, and tells what its adapter is: "software" for lavapipe, "swiftshader", or
 * undefined where there is no adapter. To be called before the WebGPU engine is imported, which looks for it then.
 */
export async function installWebgpu(): Promise<string | undefined> {
  Object.assign(globalThis, globals);
  // Node 20 has no navigator, later ones have one without a GPU.
  const navigator: object = globalThis.navigator ?? { userAgent: "node" };
  Object.defineProperty(navigator, "gpu", { value: create([]), configurable: true });
  Object.defineProperty(globalThis, "navigator", { value: navigator, configurable: true });
  const adapter = await globalThis.navigator.gpu.requestAdapter();
  return adapter?.info.architecture;
}
