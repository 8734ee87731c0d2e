import type { Adjoint } from "@symplectic-adjoint/core";
import {
  backpropagation,
  checkpointPerStep,
  oneCheckpoint,
  symplecticAdjoint,
} from "../../src/index.js";

/** Every exact adjoint, by the name of its factory. */
export const exactAdjoints: ReadonlyArray<readonly [name: string, adjoint: Adjoint]> = [
  ["symplecticAdjoint", symplecticAdjoint()],
  ["checkpointPerStep", checkpointPerStep()],
  ["oneCheckpoint", oneCheckpoint()],
  ["backpropagation", backpropagation()],
];
