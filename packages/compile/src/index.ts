// Compiling

export { compiled } from "./compiled.js";
export type { CompiledDoubleFunction, CompiledFunction } from "./compiled-types.js";
export type { GraphExecutor } from "./executors/graph-executor.js";
export type { CompiledOptions, ShapeRecord, ShapeTree } from "./options/compiled-options.js";
export type { OperationSet } from "./trace/kernels/operation-set.js";
