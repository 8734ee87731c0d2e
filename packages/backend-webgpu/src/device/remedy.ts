/** Remedy if WebGPU has no adapter or device. */
export const UNAVAILABLE_REMEDY: string =
  "In Node install a Vulkan driver, or name one by the environment variable VK_ICD_FILENAMES before the process asks for its first adapter, on the main thread. In a browser without a supported GPU, start it with WebGPU's software adapter (Chromium: --enable-unsafe-webgpu). Or use another engine, such as wasm.";
