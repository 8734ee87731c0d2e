// Making the engine ready
export { useNode } from "./use-node.js";
