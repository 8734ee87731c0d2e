export type { Graph, GraphNode } from "./graph/graph.js";
export type { Program } from "./program/program.js";
