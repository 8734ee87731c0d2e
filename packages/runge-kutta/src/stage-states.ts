import { type State, type Step, type StepReversal, stageTime } from "@symplectic-adjoint/core";
import type { ReversalPlan } from "./reversal-plan.js";

/**
 * X_1 … X_s from x, for the stages that are pulled back; their slopes are freed, and the last one is not computed. Without an
 * evaluation of f if the states after the first are given.
 */
export function stageStates<A>(
  plan: ReversalPlan,
  context: StepReversal<A>,
  step: Step,
  x: State<A>,
  given: ReadonlyArray<State<A>> | undefined,
): ReadonlyArray<State<A>> {
  const { active } = plan;
  if (active.length <= 1) {
    // It depends on no other stage, so it is evaluated at the state of the step.
    const states: Array<State<A>> = [];
    states[active[0] ?? 0] = x;
    return states;
  }
  return given === undefined
    ? recompute(plan, context, step, x)
    : withFirst(plan, context, step, x, given);
}

function recompute<A>(
  { a, c, active }: ReversalPlan,
  { problem, pass }: StepReversal<A>,
  step: Step,
  x: State<A>,
): ReadonlyArray<State<A>> {
  const { backend, dynamics } = problem;
  const { t, h, end } = step;
  const states: Array<State<A>> = [x];
  backend.openScope();
  let survivors: ReadonlyArray<State<A>> = [];
  try {
    const k: Array<State<A>> = [];
    const last = active[active.length - 1] as number;
    for (const i of active) {
      if (i > 0) states[i] = backend.linearCombination(x, h, a[i] as ReadonlyArray<number>, k);
      if (i === last) break;
      const time = i === 0 ? step.firstStageTime : stageTime(t, h, end, c[i] as number);
      pass.evaluations++;
      k[i] = dynamics.evaluate(time, states[i] as State<A>);
    }
    survivors = states.filter((_, i) => i > 0);
  } finally {
    backend.closeScope(survivors);
  }
  return states;
}

function withFirst<A>(
  { a, active }: ReversalPlan,
  { problem }: StepReversal<A>,
  { h }: Step,
  x: State<A>,
  given: ReadonlyArray<State<A>>,
): ReadonlyArray<State<A>> {
  const states: Array<State<A>> = [x];
  const first = active[0] as number;
  // As when it is recomputed, to the sign of a zero.
  if (first > 0)
    states[first] = problem.backend.linearCombination(x, h, a[first] as ReadonlyArray<number>, []);
  for (let s = 1; s < active.length; s++) states[active[s] as number] = given[s - 1] as State<A>;
  return states;
}
