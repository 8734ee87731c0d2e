import { gridDynamics, gridEnergy, gridNetwork } from "@symplectic-adjoint/models";
import type { LearnedDynamics } from "../pairs/velocity-loss.js";
import type { Pde } from "./pde.js";

/** "HNN++" learns the energy and knows the operator; "NODE" learns the right-hand side. */
export type GridModelKind = "HNN++" | "NODE";

/** A model of a field on a grid: du/dt for u of the shape [batch, points]. */
export interface GridModel extends LearnedDynamics {
  readonly kind: GridModelKind;
}

/** A new model with seeded weights. */
export function gridModel(
  kind: GridModelKind,
  { operator, spacing }: Pde,
  hidden: ReadonlyArray<number>,
  seed = 1,
): GridModel {
  if (kind === "NODE") {
    const { f, variables, dispose } = gridNetwork({ hidden, seed });
    return { kind, variables, f, dispose };
  }
  const energy = gridEnergy({ hidden, seed });
  const f = gridDynamics(energy, { operator, spacing });
  return { kind, variables: energy.variables, f, dispose: energy.dispose };
}
