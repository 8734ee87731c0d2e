import {
  booleanRequirement,
  enumRequirement,
  must,
  type OptionTable,
  required,
} from "@symplectic-adjoint/core";
import { notNegative, positive, seedRequirement } from "../checks/requirements.js";
import { type OdeintChoice, odeintChoiceTable } from "../solving/odeint-choice.js";
import { fieldRequirement } from "./cnf-dynamics.js";
import type { FlowField } from "./flow-field.js";

/** Options of {@link cnf}. */
export interface CnfOptions extends OdeintChoice {
  /** The right-hand sides, one for each stacked block, all of the same dimension. Each block is a solve of its own. */
  readonly fields: ReadonlyArray<FlowField>;
  /** End time T of each block, which starts at 0. Default 1. */
  readonly endTime?: number | undefined;
  /** Whether each block's T is trained, as the square of a variable. Default false. */
  readonly trainEndTime?: boolean | undefined;
}

/** Options of `loss`. */
export interface CnfLossOptions {
  /** Default "hutchinson", the estimate by a random vector; "exact" costs about `dimension` times as much. */
  readonly divergence?: "exact" | "hutchinson" | undefined;
  /** The distribution of the random vector. Default "gaussian". */
  readonly noise?: "gaussian" | "rademacher" | undefined;
  /** Seed of the random vector. Default: random. */
  readonly seed?: number | undefined;
  /** Weight of the mean of ∫‖f‖² dt. Default 0. Needs the divergence "hutchinson". */
  readonly kinetic?: number | undefined;
  /** Weight of the mean of ∫‖(∂f/∂z)ε‖² dt, the squared Frobenius norm. Default 0. Needs "hutchinson". */
  readonly jacobian?: number | undefined;
}

/** Options of `sample`. */
export interface CnfSampleOptions {
  /** Seed of the base samples. Default: random. */
  readonly seed?: number | undefined;
}

export const cnfTable: OptionTable = {
  fields: required(
    must(
      isListOfFields,
      "must be a list of fields of the same dimension",
      "Write fields: [flowNetwork({ dimension: 2 })], say.",
    ),
  ),
  endTime: positive("endTime"),
  trainEndTime: booleanRequirement("Write trainEndTime: true, or leave it out."),
  ...odeintChoiceTable,
} satisfies Record<keyof CnfOptions, unknown>;

export const cnfLossTable: OptionTable = {
  divergence: enumRequirement(
    ["exact", "hutchinson"],
    'Write divergence: "exact", or leave it out.',
  ),
  noise: enumRequirement(["gaussian", "rademacher"], 'Write noise: "rademacher", or leave it out.'),
  seed: seedRequirement,
  kinetic: notNegative("kinetic"),
  jacobian: notNegative("jacobian"),
} satisfies Record<keyof CnfLossOptions, unknown>;

export const cnfSampleTable: OptionTable = {
  seed: seedRequirement,
} satisfies Record<keyof CnfSampleOptions, unknown>;

function isListOfFields(value: unknown): boolean {
  if (!Array.isArray(value) || value.length === 0) return false;
  const fields = Array.from(value) as ReadonlyArray<FlowField>;
  const { dimension } = fields[0] ?? {};
  return fields.every(
    (field) =>
      fieldRequirement.problemOf(field) === undefined &&
      Number.isSafeInteger(field.dimension) &&
      field.dimension === dimension,
  );
}
