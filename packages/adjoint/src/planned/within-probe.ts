import type { Problem, State, Step } from "@symplectic-adjoint/core";
import { interpolatesOutputs } from "@symplectic-adjoint/solver";
import type { ReverseContext } from "../checkpointed/reverse-steps.js";
import { withinSteps } from "../within/within-steps.js";

/** Whether attempts keep the slopes from which states within their steps are interpolated. */
export function keepsSlopes<A>(
  problem: Pick<Problem<A>, "interpolates" | "method" | "events">,
): boolean {
  return interpolatesOutputs(problem) || problem.events !== undefined;
}

/** The most evaluations that one more step adds to a tape. */
export function evaluationsPerStep<A>(problem: Problem<A>): number {
  const { activeStages, interpolation } = problem.method;
  const slopes = keepsSlopes(problem) ? (interpolation?.slopes ?? 0) : 0;
  return Math.max(activeStages, slopes) + 1;
}

/** What a step is reversed with if it has an output, within it if outputs may lie there. */
export type OutputProbe<A> = Pick<Step, "outputs"> & {
  readonly cotangents: ReadonlyArray<State<A>>;
};

/** Whether the reversal of a step that has an output needs more memory than that of λ: it lies within, or something is saved. */
export function outputsMatter<A>(problem: Problem<A>): boolean {
  return keepsSlopes(problem) || problem.save !== undefined;
}

/** An output of the step that has the cotangent zero. The caller must release the cotangents. */
export function outputProbe<A>(problem: Problem<A>, step: Step): OutputProbe<A> {
  const { backend, save, y0 } = problem;
  const lies = keepsSlopes(problem);
  const isRow = lies && save === undefined;
  const theta = lies ? 0.5 : 1;
  const cotangents: Array<State<A>> = [];
  backend.openScope();
  try {
    const zeros = backend.zerosLike(save === undefined ? y0 : save.evaluate(step.t, y0));
    cotangents.push(isRow ? backend.stack([zeros]) : zeros);
  } finally {
    backend.closeScope(cotangents);
  }
  return { outputs: [{ index: 0, theta: isRow ? [theta] : theta }], cotangents };
}

/** The context with what lies within its steps. */
export function withProbe<A>(context: Omit<ReverseContext<A>, "within">): ReverseContext<A> {
  // Found events belong to the last solve.
  const { events: _events, ...problem } = context.problem;
  const interpolates = outputsMatter(context.problem);
  const looked = { ...context, problem: { ...problem, interpolates } };
  return { ...context, within: withinSteps(looked) };
}
