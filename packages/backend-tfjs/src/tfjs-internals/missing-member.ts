import { engine } from "@tensorflow/tfjs-core";

const METHODS = [
  "customGrad",
  "endScope",
  "gradients",
  "isTapeOn",
  "makeTensorFromTensorInfo",
  "removeDataId",
  "runKernel",
  "startScope",
];
const FIELDS: Readonly<Record<string, string>> = {
  gradientDepth: "number",
  kernelDepth: "number",
  nextTapeNodeId: "number",
  numTensors: "number",
  profiling: "boolean",
  scopeStack: "object",
  tensorInfo: "object",
};

/**
 * Returns a method of the engine's class, or a field of its state, that is used here but missing: a bundler may have
 * renamed members, or another version of tfjs-core may have created the engine.
 */
export function missingMember(): string | undefined {
  const methods = Object.getPrototypeOf(engine()) as Readonly<Record<string, unknown>>;
  const method = METHODS.find((name) => typeof methods[name] !== "function");
  if (method !== undefined) return `method ${method}`;
  const state = engine().state as unknown as Readonly<Record<string, unknown>>;
  const field = Object.entries(FIELDS).find(([name, type]) => typeof state[name] !== type);
  return field && `field state.${field[0]}`;
}
