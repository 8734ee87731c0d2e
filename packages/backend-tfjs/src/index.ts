// The backend

export { type TfjsBackend, type TfjsBackendOptions, tfjs, tfjsBackend } from "./tfjs-backend.js";

// Types of f

export type {
  LayerWeight,
  TensorDynamics,
  TensorFunction,
  TensorModel,
} from "./dynamics/tensor-function.js";

// For engine packages

export type { EngineEquipment, EngineSetup } from "./engine-setup/engine-equipment.js";
export { type EngineGuard, type EngineWatch, guardEngine } from "./engine-setup/guard-engine.js";
export { type EngineInUse, useEngine } from "./engine-setup/use-engine.js";
export { type EngineOperations, registerOperations } from "./operations/engine-operations.js";
export { type UsedTerms, usedTerms } from "./operations/linear-combination.js";
export { type TensorOperations, tensorOperations } from "./operations/tensor-operations.js";
export { hasBuffer } from "./tfjs-internals/held-buffer.js";

// Cleaning up

export { disposeAbandonedTape } from "./tfjs-internals/dispose-abandoned-tape.js";

// For compiled functions

export {
  type CustomOperation,
  watchCustomGradients,
} from "./tfjs-internals/watch-custom-gradients.js";

// Measuring

export { type MemoryMeasurement, measureMemory } from "./tfjs-internals/measure-memory.js";

// The lean engine

export {
  type LeanEngineStatus,
  leanEngineStatus,
  useLeanEngine,
} from "./tfjs-internals/use-lean-engine.js";
