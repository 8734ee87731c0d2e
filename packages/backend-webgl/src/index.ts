// Making the engine ready
export { useWebgl } from "./use-webgl.js";
