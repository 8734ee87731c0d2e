// Compiled functions in TensorFlow, for Node

export type { GraphExecutor } from "../executors/graph-executor.js";
export { tensorflowGraphs } from "./tensorflow-graphs.js";
export type { TfjsNode } from "./tfjs-node.js";
