import { must, type OptionTable, type Requirement } from "@symplectic-adjoint/core";
import type { Variable } from "@tensorflow/tfjs-core";
import { counts, seedRequirement } from "../checks/requirements.js";
import { type ActivationName, activationRequirement } from "../networks/activation.js";

/** Options of the networks for energies. */
export interface HiddenOptions {
  /** Widths of the hidden layers, at least one. */
  readonly hidden?: ReadonlyArray<number> | undefined;
  /** Default "tanh". */
  readonly activation?: ActivationName | undefined;
  /** Seed of the initial weights. Default: random. */
  readonly seed?: number | undefined;
}

const anyCounts = counts("hidden");
const hidden: Requirement = must(
  (value) => anyCounts.problemOf(value) === undefined && (value as Array<number>).length > 0,
  "must be a list of positive integers that is not empty",
  "Write hidden: [200], say.",
);

export const hiddenTable: Readonly<Record<keyof HiddenOptions, Requirement>> = {
  hidden,
  activation: activationRequirement,
  seed: seedRequirement,
} satisfies OptionTable;

/** Something that has variables to train. */
export interface Trainable {
  readonly variables: ReadonlyArray<Variable>;
  /** Frees the variables. */
  dispose(): void;
}
