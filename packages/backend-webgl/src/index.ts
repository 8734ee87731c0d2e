// Activating the engine

export { useWebgl } from "./use-webgl.js";
export type { WebglOptions } from "./webgl-options.js";
