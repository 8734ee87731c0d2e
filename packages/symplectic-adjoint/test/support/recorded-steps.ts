import { checkpointedAdjoint } from "@symplectic-adjoint/adjoint";
import { startOnly } from "@symplectic-adjoint/checkpoint";
import type { Step } from "@symplectic-adjoint/core";
import type { TestProblem } from "@symplectic-adjoint/testing";
import { type Float64Options, solveProblem } from "./differentiate.js";

/** The accepted steps as the solver records them for the backward pass. */
export function recordedSteps(
  problem: TestProblem,
  times: ReadonlyArray<number>,
  options: Float64Options = {},
): ReadonlyArray<Step> {
  let recorded: ReadonlyArray<Step> = [];
  const adjoint = checkpointedAdjoint({
    name: "none, which looks at the steps",
    schedule: startOnly,
    reverse: ({ steps }) => {
      recorded = steps;
    },
  });
  const solution = solveProblem(problem, times, { ...options, adjoint });
  solution.pullback(solution.ys.map(() => 1));
  return recorded;
}
