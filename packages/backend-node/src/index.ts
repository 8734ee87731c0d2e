// Activating the engine

export type { TfjsNodeSource } from "./load-tfjs-node.js";
export type { TfjsNode } from "./tfjs-node.js";
export { type NodeEngineInUse, useNode } from "./use-node.js";
