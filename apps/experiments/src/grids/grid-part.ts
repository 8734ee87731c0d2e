import type { OdeintOptions } from "@symplectic-adjoint/models";
import type { PartContext, PartResult } from "../framework/experiment.js";
import { type PairSizes, type PairsResult, pairsPart } from "../pairs/pairs-part.js";
import { type GridDataSizes, gridData } from "./grid-data.js";
import { type GridModelKind, gridModel } from "./grid-model.js";
import type { Pde } from "./pde.js";
import { plainGridModel } from "./plain-grid-model.js";
import { type RolloutErrors, rollout } from "./rollout.js";

/** Sizes of an experiment on a grid. */
export interface GridSizes extends GridDataSizes, PairSizes {
  readonly hidden: ReadonlyArray<number>;
}

/** A trained model on an unseen trajectory. */
export interface GridTest {
  readonly errors: RolloutErrors;
  /** Every fifth state, predicted and true. */
  readonly found: ReadonlyArray<ReadonlyArray<number>>;
  readonly truth: ReadonlyArray<ReadonlyArray<number>>;
}

/** What is known of a model after its part has run. */
export interface GridResult extends PairsResult<GridTest> {
  readonly kind: GridModelKind;
}

/**
 * How models are solved: as in the paper by the method of order 8, at tolerances that single precision allows. The first step
 * is the whole time, since the default is much too short for a change that starts from zero.
 */
export function gridSolves({ dt, tolerances }: Pde, quick: boolean) {
  // The backward integration of the continuous adjoint is slow at tolerances near rounding.
  const chosen = quick ? { rtol: 1e-3, atol: 1e-4 } : tolerances;
  return { method: "dopri8", ...chosen, firstStep: dt } as const satisfies OdeintOptions;
}

/** Trains a model, tests it, and compares the five functions on it. */
export async function gridPart(
  pde: Pde,
  kind: GridModelKind,
  sizes: GridSizes,
  context: PartContext,
): Promise<PartResult<GridResult>> {
  context.progress(0, "data");
  const trajectories = gridData(pde, sizes);
  const model = gridModel(kind, pde, sizes.hidden);
  const { compile } = context;
  const task = {
    ...{ trajectories, model, dt: pde.dt, solves: gridSolves(pde, context.quick) },
    compile,
    plainField: (values: ReadonlyArray<Float64Array>) =>
      plainGridModel(kind, pde, sizes.hidden, values),
    async test(): Promise<GridTest> {
      const [truth] = trajectories.test as [ReadonlyArray<Float64Array>];
      const { states, errors } = await rollout(compile?.(model.f) ?? model.f, pde, truth);
      return { errors, found: kept(states), truth: kept(truth) };
    },
  };
  const { result, complete } = await pairsPart(task, sizes, context);
  return { result: { kind, ...result }, complete };
}

function kept(states: ReadonlyArray<Float64Array>): Array<Array<number>> {
  return states
    .filter((_, n) => n % 5 === 0)
    .map((u) => [...u].map((x) => Number(x.toPrecision(4))));
}
