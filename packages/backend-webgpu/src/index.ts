// Making the engine ready
export { useWebgpu } from "./use-webgpu.js";
