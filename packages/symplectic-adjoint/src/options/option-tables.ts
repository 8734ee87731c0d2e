import { adjointNormRequirement } from "@symplectic-adjoint/adjoint";
import {
  adjointContract,
  booleanRequirement,
  controllerContract,
  dynamicsBackendContract,
  enumRequirement,
  functionRequirement,
  isCallable,
  must,
  type OptionTable,
  type Requirement,
  stepLimit,
  tolerance,
} from "@symplectic-adjoint/core";
import { memoryBudgetRequirement } from "@symplectic-adjoint/planner";
import { fixedOptionTable, integralOptionTable } from "@symplectic-adjoint/step-size";
import { checkOptionTable } from "../check-gradient/check-gradient-options.js";
import type { EventOptions } from "../events/event-options.js";
import { eventTable } from "../events/event-requirements.js";
import { gridTimesRequirement } from "./check-times.js";
import { methodRequirement } from "./choose-method.js";
import type {
  AdjointOptions,
  AdjointStepOptions,
  AsyncOptions,
  BudgetOptions,
  OdeOptions,
  SolutionOptions,
  SolveOptions,
} from "./options.js";
import { hintForAdjoint } from "./peer-adjoints.js";

/** The kinds of functions with options, and of nested options. */
export type OptionKind =
  | "ode"
  | "odeAsync"
  | "budget"
  | "budgetAsync"
  | "adjoint"
  | "adjointAsync"
  | "adjointSteps"
  | "solve"
  | "solveAsync"
  | "checkGradient"
  | "planMemory";

type Table<Options> = Readonly<Record<keyof Options, Requirement>>;

const ode: Table<OdeOptions<never>> = {
  ...integralOptionTable,
  ...fixedOptionTable,
  method: methodRequirement,
  rtol: tolerance("rtol"),
  atol: tolerance("atol"),
  stepT: gridTimesRequirement,
  jumpT: gridTimesRequirement,
  interpolate: booleanRequirement(
    "Write interpolate: true to interpolate outputs within steps, or leave it out.",
  ),
  saveSteps: booleanRequirement("Write saveSteps: true for an output per step, or leave it out."),
  saveStart: booleanRequirement("Write saveStart: false to omit the row of the initial time."),
  save: must(
    (value) => isCallable(value) || hasEvaluate(value),
    "must be a function of time and state",
    "Write save: (t, y) => …, which returns an array or a tree of arrays, or leave it out.",
  ),
  time: enumRequirement(
    ["number", "tensor"],
    'Write time: "tensor" if f shall get the time as a scalar array, or leave it out.',
  ),
  maxNumSteps: stepLimit,
  norm: functionRequirement(
    "Write norm: (scaledError) => …, which returns a number, or leave it out.",
  ),
  parameters: must(
    (value) => typeof value === "object" && value !== null,
    "must be an array of the backend, a model, or a list or a record of such",
    "Write parameters: [w, b], or parameters: model, or omit it to find them automatically.",
  ),
  onStep: functionRequirement("Write onStep: ({ t, h, accepted, state }) => …, or leave it out."),
  signal: must(
    (value) =>
      typeof value === "object" &&
      value !== null &&
      typeof (value as { readonly aborted?: unknown }).aborted === "boolean",
    "must have a property aborted that is true or false",
    "Write signal: controller.signal, where controller is an AbortController.",
  ),
};

const differentiate = booleanRequirement(
  "Write differentiate: false for values only, or leave it out.",
);

const solution: Table<SolutionOptions> = {
  dense: booleanRequirement(
    "Write dense: true to evaluate the solution at any time, or leave it out.",
  ),
};

const async: Table<AsyncOptions & EventOptions<never>> = {
  ...solution,
  ...eventTable,
  differentiate,
  speculate: booleanRequirement(
    "Write speculate: false to wait for every step's error, or leave it out.",
  ),
};

const { grid: _, ...adjointFixed } = fixedOptionTable;
const adjointSteps: Table<AdjointStepOptions<never>> = {
  ...integralOptionTable,
  ...adjointFixed,
  maxNumSteps: stepLimit,
  norm: adjointNormRequirement,
};

const adjoint: Table<AdjointOptions<never>> = {
  ...ode,
  adjointRtol: tolerance("adjointRtol"),
  adjointAtol: tolerance("adjointAtol"),
  adjointMethod: methodRequirement,
  // Checked by a separate table.
  adjointOptions: must(() => true, "", ""),
};

const budget: Table<BudgetOptions> = { memoryBudget: memoryBudgetRequirement };

const solve: Table<SolveOptions<never, never>> = {
  ...ode,
  ...budget,
  ...solution,
  ...eventTable,
  backend: dynamicsBackendContract,
  adjoint: { ...adjointContract, hintFor: hintForAdjoint },
  controller: controllerContract,
  differentiate,
};

const { differentiate: __, ...solveWithGradient } = { ...solve, ...async };

function hasEvaluate(value: unknown): boolean {
  return typeof value === "object" && value !== null && "evaluate" in value;
}

/** Requirements on the options of each kind of function. */
export const optionTables: Readonly<Record<OptionKind, OptionTable>> = {
  ode,
  odeAsync: { ...ode, ...async },
  budget: { ...ode, ...budget },
  budgetAsync: { ...ode, ...budget, ...async },
  adjoint,
  adjointAsync: { ...adjoint, ...async },
  adjointSteps,
  solve,
  solveAsync: { ...solve, ...async },
  planMemory: solveWithGradient,
  checkGradient: { ...solveWithGradient, ...checkOptionTable },
};
