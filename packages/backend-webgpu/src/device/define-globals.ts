import { defaultGpuEntry, type GpuEntry } from "./gpu-entry.js";

/** The constants of the WebGPU specification that TensorFlow.js reads from the global object. */
const CONSTANTS: Readonly<Record<string, Readonly<Record<string, number>>>> = {
  GPUBufferUsage: {
    MAP_READ: 0x0001,
    MAP_WRITE: 0x0002,
    COPY_SRC: 0x0004,
    COPY_DST: 0x0008,
    INDEX: 0x0010,
    VERTEX: 0x0020,
    UNIFORM: 0x0040,
    STORAGE: 0x0080,
    INDIRECT: 0x0100,
    QUERY_RESOLVE: 0x0200,
  },
  GPUMapMode: { READ: 0x0001, WRITE: 0x0002 },
  GPUTextureUsage: {
    COPY_SRC: 0x01,
    COPY_DST: 0x02,
    TEXTURE_BINDING: 0x04,
    STORAGE_BINDING: 0x08,
    RENDER_ATTACHMENT: 0x10,
  },
};

/**
 * Defines the browser globals that TensorFlow.js expects and the runtime lacks: `navigator.gpu`, three tables of
 * constants, and the classes of buffers and textures, taken from the device. Existing ones are kept.
 */
export function defineGlobals(gpu: GpuEntry, device: GPUDevice): void {
  if (defaultGpuEntry() === undefined) defineEntry(gpu);
  for (const [name, table] of Object.entries(CONSTANTS)) define(name, () => Object.freeze(table));
  define("GPUBuffer", () => {
    const buffer = device.createBuffer({ size: 4, usage: 0x0080 });
    buffer.destroy();
    return buffer.constructor;
  });
  define("GPUTexture", () => {
    const texture = device.createTexture({ size: [1, 1], format: "rgba8unorm", usage: 0x04 });
    texture.destroy();
    return texture.constructor;
  });
}

function defineEntry(gpu: GpuEntry): void {
  const { navigator } = globalThis as { navigator?: object };
  // Node has a navigator from version 21 on. TensorFlow.js reads the userAgent of an existing one.
  if (navigator === undefined) define("navigator", () => ({ gpu, userAgent: "Node.js" }));
  else Object.defineProperty(navigator, "gpu", { value: gpu, configurable: true });
}

function define(name: string, make: () => unknown): void {
  if ((globalThis as Record<string, unknown>)[name] !== undefined) return;
  Object.defineProperty(globalThis, name, { value: make(), configurable: true, writable: true });
}
