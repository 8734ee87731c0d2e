import {
  booleanRequirement,
  enumRequirement,
  isPlainObject,
  must,
  numberRequirement,
  type OptionTable,
  required,
  stepLimit,
  tolerance,
} from "@symplectic-adjoint/core";
import type { layers } from "@tensorflow/tfjs-layers";
import {
  type MethodName,
  odeint,
  odeintAdjoint,
  odeintCheckpoint,
  odeintOnecheckpoint,
  odeintSymplecticAdjoint,
  tableaux,
} from "symplectic-adjoint";
import { count, hasFunctions, positive } from "../checks/requirements.js";
import type { Compile } from "../solving/compile.js";
import { type Odeint, odeintChoiceTable } from "../solving/odeint-choice.js";

/** The names of the five functions. */
export type OdeintName =
  | "odeint"
  | "odeintAdjoint"
  | "odeintOnecheckpoint"
  | "odeintCheckpoint"
  | "odeintSymplecticAdjoint";

export const odeintByName: Readonly<Record<OdeintName, Odeint>> = {
  odeint,
  odeintAdjoint,
  odeintOnecheckpoint,
  odeintCheckpoint,
  odeintSymplecticAdjoint,
};

/** How an {@link odeBlock} solves; all of it is saved with the model. */
export interface OdeBlockSolve {
  /** Which of the five functions: how the gradient is computed. Default "odeintSymplecticAdjoint". */
  readonly odeint?: OdeintName | undefined;
  /** Default "dopri5". */
  readonly method?: MethodName | undefined;
  /** Relative tolerance. Default 1e-5. */
  readonly rtol?: number | undefined;
  /** Absolute tolerance. Default 1e-7. */
  readonly atol?: number | undefined;
  /** Fixed steps no longer than this, instead of the tolerances. */
  readonly stepSize?: number | undefined;
  /** A fixed number of steps, instead of the tolerances. */
  readonly stepsPerInterval?: number | undefined;
  /** The most attempts of steps. Default 100000. */
  readonly maxNumSteps?: number | undefined;
}

/** Arguments of {@link odeBlock}. */
export interface OdeBlockArgs extends OdeBlockSolve {
  /** f of y' = f(y): a layer or model whose output has the shape of its input, without random numbers. */
  readonly dynamics: layers.Layer;
  /** Whether f gets the time t as well, as one more entry at the end of the last axis. Default false. */
  readonly time?: boolean | undefined;
  /** The block integrates from 0 to this time. Default 1. */
  readonly endTime?: number | undefined;
  /** Number of zeros appended to the last axis: an augmented neural ODE. The output is that much longer. Default 0. */
  readonly augment?: number | undefined;
  /**
   * `compiled` of `@symplectic-adjoint/compile`: f then runs as a program, several times faster if it is small. Not saved with
   * the model: a loaded one runs f as it is. Default: the operations of TensorFlow.js, one by one.
   */
  readonly compile?: Compile | undefined;
  /** As for every layer: the shape of one input, if the block is the first layer. */
  readonly inputShape?: Array<number | null> | undefined;
  /** As for every layer: the same with the batch. */
  readonly batchInputShape?: Array<number | null> | undefined;
  /** As for every layer. */
  readonly name?: string | undefined;
  /** Whether f is trained. Default true. */
  readonly trainable?: boolean | undefined;
  /** As for every layer. Only "float32". */
  readonly dtype?: "float32" | undefined;
}

const shape = must(
  (value) =>
    Array.isArray(value) &&
    value.length > 0 &&
    Array.from(value).every(
      (length) => length === null || (Number.isInteger(length) && length > 0),
    ),
  "must be a list of positive integers that is not empty",
  "Write inputShape: [2], say, or leave it out.",
);

/** Options of the solve, which are passed on. */
export const solveTable: Readonly<Record<keyof OdeBlockSolve, OptionTable[string]>> = {
  odeint: enumRequirement(
    Object.keys(odeintByName),
    'Write odeint: "odeintCheckpoint", say, or leave it out.',
  ),
  method: enumRequirement(Object.keys(tableaux), 'Write method: "dopri5", or leave it out.'),
  rtol: single("rtol"),
  atol: single("atol"),
  stepSize: positive("stepSize"),
  stepsPerInterval: count("stepsPerInterval"),
  maxNumSteps: stepLimit,
};

export const blockTable: OptionTable = {
  dynamics: required(
    must(
      (value) => hasFunctions(value, ["apply", "getConfig", "build", "getClassName"]),
      "must be a layer or a model",
      'Write dynamics: tf.layers.dense({ units: 2, activation: "tanh" }), say.',
    ),
  ),
  time: booleanRequirement("Write time: true, or leave it out."),
  endTime: positive("endTime"),
  augment: numberRequirement(
    (value) => Number.isSafeInteger(value) && value >= 0,
    "must be 0 or a positive integer",
    "Write augment: 5, say, or leave it out.",
  ),
  ...solveTable,
  compile: odeintChoiceTable.compile,
  inputShape: shape,
  batchInputShape: shape,
  name: must(
    (value) => typeof value === "string" && value !== "",
    "must be a string that is not empty",
    'Write name: "flow", say, or leave it out.',
  ),
  trainable: booleanRequirement("Write trainable: false, or leave it out."),
  dtype: enumRequirement(["float32"], 'Write dtype: "float32", or leave it out.'),
} satisfies Record<keyof OdeBlockArgs, unknown>;

/** One tolerance: a list would depend on the number of arrays, which is one. */
function single(name: string): OptionTable[string] {
  const requirement = tolerance(name);
  return {
    ...requirement,
    problemOf: (value) =>
      typeof value === "number" ? requirement.problemOf(value) : "must be a number",
  };
}

/** Whether a value is a saved layer: its class and its configuration. */
export function isSavedLayer(
  value: unknown,
): value is { readonly className: string; readonly config: Record<string, unknown> } {
  return isPlainObject(value) && "className" in value && "config" in value;
}
