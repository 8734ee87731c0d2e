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
export interface OutputProbe<A> {
  readonly step: Step;
  readonly cotangents: ReadonlyArray<State<A> | undefined>;
}

/**
 * The step with an output that has the cotangent zero, if its reversal needs more memory than that of λ: the output lies
 * within the step, or something is saved of it. The caller must release the cotangents.
 */
export function outputProbe<A>(problem: Problem<A>, step: Step): OutputProbe<A> {
  const { backend, save, y0 } = problem;
  const lies = keepsSlopes(problem);
  if (!lies && save === undefined) return { step, cotangents: [] };
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
  return {
    step: { ...step, outputs: [{ index: 0, theta: isRow ? [theta] : theta }] },
    cotangents,
  };
}

/** An output at the end of a step that has the cotangent zero. The caller must release it. */
export function endProbe<A>(
  backend: Problem<A>["backend"],
  y0: State<A>,
): Pick<OutputProbe<A>, "cotangents"> & Pick<Step, "outputs"> {
  backend.openScope();
  let cotangents: Array<State<A>> = [];
  try {
    cotangents = [backend.zerosLike(y0)];
  } finally {
    backend.closeScope(cotangents);
  }
  return { outputs: [{ index: 0, theta: 1 }], cotangents };
}

/** Frees the cotangents of a probe. */
export function releaseCotangents<A>(
  backend: Problem<A>["backend"],
  cotangents: OutputProbe<A>["cotangents"],
): void {
  for (const state of cotangents) if (state !== undefined) backend.release(state);
}

/** The context with what lies within its steps. */
export function withProbe<A>(context: Omit<ReverseContext<A>, "within">): ReverseContext<A> {
  // Found events belong to the last solve.
  const { events: _events, ...problem } = context.problem;
  const isLoaded = context.cotangents.length > 0;
  const looked = { ...context, problem: { ...problem, interpolates: isLoaded } };
  return { ...context, within: withinSteps(looked) };
}
