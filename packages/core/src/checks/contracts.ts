import { contract, type Members } from "./contract.js";
import type { Requirement } from "./requirement.js";

/** The members of an {@link Adjoint}. */
export const adjointContract: Requirement = contract(
  "an adjoint",
  { name: "string", exact: "boolean", solve: "function", plan: "function?" },
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
    predictNext: "function?",
    gridMoves: (value) =>
      [undefined, "fixed", "proportional", "intervals"].includes(value as string | undefined)
        ? undefined
        : 'must be "fixed", "proportional" or "intervals"',
  },
  "Call its factory: controller: integralController({ safety: 0.8 }).",
);

/** The members of a {@link Method}. */
export const methodContract: Requirement = contract(
  "a method",
  {
    name: "string",
    order: (value) => (typeof value === "number" && value > 0 ? undefined : "must be a number"),
    estimatesError: "boolean",
    activeStages: (value) =>
      Number.isInteger(value) && (value as number) > 0 ? undefined : "must be a number of stages",
    memory: problemOfCount,
    keptStages: problemOfCount,
    begin: "function?",
    attempt: "function",
    reverse: "function?",
    interpolation: (value) =>
      value === undefined || hasFunctions(value, ["weights", "derivatives"])
        ? undefined
        : "must have the functions weights and derivatives",
  },
  "Write method: explicitRungeKutta(dopri5).",
);

/** The members of a {@link CheckpointSchedule}. */
export const scheduleContract: Requirement = contract(
  "a checkpoint schedule",
  {
    name: "string",
    checkpoints: (value) =>
      value === undefined || (Number.isInteger(value) && (value as number) > 0)
        ? undefined
        : "must be a number of checkpoints",
    forward: "function",
    backward: "function",
  },
  "Write schedule: everyStep, or leave it out.",
);

/** The members of a {@link CheckpointStore}. */
export const storeContract: Requirement = contract(
  "a checkpoint store",
  {
    name: "string",
    put: "function",
    get: "function",
    move: "function?",
    remove: "function",
    clear: "function",
    steps: "function",
    prefetch: "function?",
    residentBytes: "function?",
  },
  "Pass a function that creates the store: store: (backend) => memoryStore(backend).",
);

const BACKEND: Members = {
  name: "string",
  precision: (value) =>
    value === "float32" || value === "float64" ? undefined : 'must be "float32" or "float64"',
  readsSynchronously: "boolean",
  faultOf: "function?",
  copy: "function?",
  measure: "function?",
  present: "function?",
  lend: "function?",
  tape: (value) =>
    value === undefined || isTape(value)
      ? undefined
      : "must have the functions isRecording, suspended and join",
  ...Object.fromEntries(
    [
      ...["isArray", "shape", "bytes", "linearCombination", "errorNorm", "scaledError", "dot"],
      ...[
        "zerosLike",
        "accumulate",
        "stack",
        "unstack",
        "combineRows",
        "sumRows",
        "concatenate",
        "sliceRows",
        "fromHost",
        "toHost",
        "toHostSync",
      ],
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

/** The members of a {@link DynamicsBackend}. */
export const dynamicsBackendContract: Requirement = contract(
  "a backend",
  { ...BACKEND, dynamics: "function" },
  "Write backend: float64, or leave it out for TensorFlow.js.",
);

/** The members of a {@link Dynamics}. */
const dynamicsContract: Requirement = contract(
  "dynamics created by a backend",
  {
    parameters: (value) => (Array.isArray(value) ? undefined : "must be a list of arrays"),
    evaluate: "function",
    record: "function",
    pullback: "function",
    watchParameters: "function",
    hold: "function?",
  },
  "Write backend.dynamics(f, { t0, y0, structure, differentiate }).",
);

/** The members of a {@link Problem}. */
export const problemContract: Requirement = contract(
  "a problem",
  {
    backend: (value) => backendContract.problemOf(value),
    dynamics: (value) => dynamicsContract.problemOf(value),
    controller: (value) => controllerContract.problemOf(value),
    method: (value) => methodContract.problemOf(value),
    tolerances: problemOfTolerances,
    y0: (value) => (isFilled(value) ? undefined : "must be a list of at least one array"),
    times: (value) =>
      isFilled(value) && value.every(Number.isFinite)
        ? undefined
        : "must be a list of at least one finite number",
    stepT: problemOfTimes,
    jumpT: problemOfTimes,
    maxNumSteps: (value) =>
      typeof value === "number" && value >= 0 ? undefined : "must be a number of steps",
    readsScalars: "boolean",
    norm: "function?",
    onStep: "function?",
    events: (value) =>
      value === undefined || hasFunctions(value, ["begin", "accepted", "continueFrom", "reverse"])
        ? undefined
        : "must have the functions begin, accepted, continueFrom and reverse",
  },
  "Set all members, or use solve, which does so.",
);

function problemOfCount(value: unknown): string | undefined {
  return value === undefined || (Number.isInteger(value) && (value as number) >= 0)
    ? undefined
    : "must be a number of states";
}

function problemOfTolerances(value: unknown): string | undefined {
  const { rtol, atol } = (value ?? {}) as Readonly<Record<string, unknown>>;
  return [rtol, atol].every(Array.isArray) ? undefined : "must have lists rtol and atol";
}

function problemOfTimes(value: unknown): string | undefined {
  return Array.isArray(value) && value.every(Number.isFinite)
    ? undefined
    : "must be a list of finite numbers";
}

function isFilled(value: unknown): value is ReadonlyArray<unknown> {
  return Array.isArray(value) && value.length > 0;
}

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

function hasFunctions(value: unknown, names: ReadonlyArray<string>): boolean {
  if (typeof value !== "object" || value === null) return false;
  const members = value as Readonly<Record<string, unknown>>;
  return names.every((name) => typeof members[name] === "function");
}

function isTape(value: unknown): boolean {
  return hasFunctions(value, ["isRecording", "suspended", "join"]);
}
