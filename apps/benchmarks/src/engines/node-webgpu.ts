import { existsSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { type AdapterInfo, describeAdapter } from "./describe-adapter.js";

/** Software drivers, the better one first: fetched by scripts/lavapipe.sh, and of Debian's Chromium. */
const drivers = [
  fileURLToPath(new URL("../../../../.cache/lavapipe/icd.json", import.meta.url)),
  "/usr/lib/chromium/vk_swiftshader_icd.json",
];

/**
 * Defines `navigator.gpu` in Node, with Dawn. Call it before TensorFlow.js' WebGPU backend is imported. The driver is
 * that of VK_ICD_FILENAMES, else a software driver, else the system's.
 *
 * @returns The description of the adapter.
 * @throws Error if there is none.
 */
export async function nodeWebgpu(): Promise<string> {
  const driver = drivers.find((path) => existsSync(path));
  if (driver !== undefined) process.env.VK_ICD_FILENAMES ??= driver;
  const { create, globals } = await import("webgpu");
  Object.assign(globalThis, globals);
  const gpu = create([]) as Gpu;
  const navigator = { ...(globalThis as { navigator?: object }).navigator, gpu, userAgent: "node" };
  Object.defineProperty(globalThis, "navigator", { value: navigator, configurable: true });
  const adapter = await gpu.requestAdapter();
  if (adapter === null) {
    throw new Error(
      "no adapter: scripts/lavapipe.sh fetches a driver, or name one in VK_ICD_FILENAMES",
    );
  }
  return describeAdapter(adapter.info);
}

/** As much of WebGPU as is used here. */
interface Gpu {
  requestAdapter(): Promise<{ readonly info: AdapterInfo } | null>;
}
