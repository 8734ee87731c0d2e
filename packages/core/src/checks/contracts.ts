import { contract, type Members } from "./contract.js";
import type { Requirement } from "./requirement.js";

/** The members of an {@link Adjoint}. */
export const adjointContract: Requirement = contract(
  "an adjoint",
  { name: "string", exact: "boolean", solve: "function" },
  "Call its factory: adjoint: symplecticAdjoint().",
);

/** The members of a {@link StepSizeController}. */
export const controllerContract: Requirement = contract(
  "a step-size controller",
  {
    name: "string",
    adaptive: "boolean",
    firstStep: problemOfFirstStep,
    init: "function",
    next: "function",
    requiredTimes: "function?",
    ahead: "function?",
  },
  "Call its factory: controller: integralController({ safety: 0.8 }).",
);

/** The members of a {@link CheckpointSchedule}. */
export const scheduleContract: Requirement = contract(
  "a checkpoint schedule",
  { name: "string", forward: "function", backward: "function" },
  "Write schedule: everyStep, or leave it out.",
);

/** The members of a {@link CheckpointStore}. */
export const storeContract: Requirement = contract(
  "a checkpoint store",
  {
    name: "string",
    put: "function",
    get: "function",
    remove: "function",
    clear: "function",
    steps: "function",
  },
  "Let the option store be a function that makes one: store: (backend) => memoryStore(backend).",
);

const BACKEND: Members = {
  name: "string",
  precision: (value) =>
    value === "float32" || value === "float64" ? undefined : 'must be "float32" or "float64"',
  readsSynchronously: "boolean",
  faultOf: "function?",
  copy: "function?",
  tape: (value) =>
    value === undefined || isTape(value)
      ? undefined
      : "must have the functions isRecording, suspended and join",
  ...Object.fromEntries(
    [
      ...["isArray", "shape", "bytes", "linearCombination", "errorNorm", "scaledError", "dot"],
      ...["zerosLike", "accumulate", "stack", "unstack", "fromHost", "toHost", "toHostSync"],
      ...["openScope", "closeScope", "retain", "release", "read", "readSync"],
    ].map((name) => [name, "function"] as const),
  ),
};

/** The members of a {@link Backend}. */
export const backendContract: Requirement = contract(
  "a backend",
  BACKEND,
  "Write float64, or tfjs for TensorFlow.js.",
);

/** The members of an {@link Engine}. */
export const engineContract: Requirement = contract(
  "a backend",
  { ...BACKEND, dynamics: "function" },
  "Write backend: float64, or leave it out for TensorFlow.js.",
);

/** Whether a value is a rule for the first step. */
export function isFirstStepRule(value: unknown): boolean {
  if (typeof value !== "object" || value === null) return false;
  const { trial, choose } = value as { readonly trial?: unknown; readonly choose?: unknown };
  return typeof trial === "function" && typeof choose === "function";
}

function problemOfFirstStep(value: unknown): string | undefined {
  if (typeof value === "number" && value > 0) return undefined;
  return isFirstStepRule(value)
    ? undefined
    : "must be a positive number, or a rule with the functions trial and choose";
}

function isTape(value: unknown): boolean {
  if (typeof value !== "object" || value === null) return false;
  const members = value as Readonly<Record<string, unknown>>;
  return ["isRecording", "suspended", "join"].every((name) => typeof members[name] === "function");
}
