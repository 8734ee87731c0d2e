import { float64, solve, symplecticAdjoint } from "symplectic-adjoint";
import { createFloat64Model } from "./create-float64-model.js";
import type { Objective } from "./objective.js";
import { STEPS } from "./steps.js";
import type { Fit } from "./train.js";

/**
 * The gradient of an objective with respect to the model's parameters and then its first state, concatenated: in double
 * precision, on the same steps as in float32.
 */
export async function referenceGradient(
  { model, start }: Fit,
  times: ReadonlyArray<number>,
  objective: Objective,
): Promise<ReadonlyArray<number>> {
  const doubles = async (tensor: Fit["start"]) => Float64Array.from(await tensor.data());
  const field = createFloat64Model(await Promise.all(model.parameters.map(doubles)));
  const solution = solve(field, await doubles(start), times, {
    ...STEPS,
    backend: float64,
    adjoint: symplecticAdjoint(),
  });
  const gradients = solution.pullback(objective.cotangents(solution.ys));
  solution.dispose();
  return [...gradients.parameters, gradients.y0].flatMap((array) => [...array]);
}
