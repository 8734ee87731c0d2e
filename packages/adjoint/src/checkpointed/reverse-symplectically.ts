import {
  backwardPlan,
  type State,
  type Step,
  type StepKernels,
  stageTime,
} from "@symplectic-adjoint/core";
import { plainOperations, replaySteps, unfrozenTableau } from "@symplectic-adjoint/solver";
import { addStepOutputs, type ReverseContext } from "./reverse-steps.js";

/**
 * Reverses steps by the symplectic adjoint method: the stages are computed again without a tape, then each is recorded
 * alone, its VJP taken, and its record freed before the next.
 *
 * Memory: the states of one step's stages and one record of f. Cost a step, with s active stages: s − 1 plain and s
 * recorded evaluations. Matsubara, Miyatake & Yaguchi, NeurIPS 2021 (arXiv 2102.09750); Sanz-Serna, SIAM Review 58
 * (2016), doi 10.1137/151002769.
 */
export function reverseSymplectically<A>(
  context: ReverseContext<A>,
  start: State<A>,
  from: number,
  to: number,
): void {
  const { steps } = context;
  const starts = to - from === 1 ? [start] : statesBefore(context, start, from, to);
  try {
    for (let n = to - 1; n >= from; n--) {
      const step = steps[n] as Step;
      addStepOutputs(context, step);
      // With λ⁺ = 0 nothing that the step did matters.
      if (context.sink.lambda !== undefined)
        reverseStep(context, starts[n - from] as State<A>, step);
    }
  } finally {
    for (const state of starts.slice(1)) context.problem.backend.release(state);
  }
}

/** The states before each step of a segment; the first is `start` itself, the others are the caller's to release. */
function statesBefore<A>(
  { problem, steps, pass }: ReverseContext<A>,
  start: State<A>,
  from: number,
  to: number,
): ReadonlyArray<State<A>> {
  const { backend, tableau } = problem;
  backend.openScope();
  let kept: ReadonlyArray<State<A>> = [];
  try {
    const operations = plainOperations(problem, pass);
    const states = replaySteps(operations, tableau, steps, from, to - 1, start);
    kept = states.slice(1);
    return states;
  } finally {
    backend.closeScope(kept);
  }
}

function reverseStep<A>(context: ReverseContext<A>, x: State<A>, step: Step): void {
  const { problem, sink, wrt, pass } = context;
  const { backend, dynamics } = problem;
  const tableau = unfrozenTableau(problem.tableau);
  if (dynamics.kernels !== undefined && wrt.length === dynamics.parameters.length) {
    reverseByKernel(context, x, step, dynamics.kernels);
    return;
  }
  const { activeStages, c } = tableau;
  const { stageWeights, sumWeights } = backwardPlan(tableau);
  const { t, h, end } = step;
  const lambda = sink.lambda as State<A>;

  backend.openScope();
  let survivors: ReadonlyArray<State<A>> = [];
  try {
    const stageStates = recomputeStages(context, x, step);
    const terms = new Array<State<A>>(tableau.stages + 1);
    terms[0] = lambda;
    for (let s = activeStages.length - 1; s >= 0; s--) {
      const i = activeStages[s] as number;
      const g = backend.linearCombination(undefined, h, stageWeights[i] as Array<number>, terms);
      const time = i === 0 ? step.firstStageTime : stageTime(t, h, end, c[i] as number);
      pass.evaluations++;
      pass.recorded++;
      pass.vjps++;
      const pulled = dynamics.pullback(time, stageStates[i] as State<A>, g, wrt);
      backend.release(g);
      backend.release(pulled.value);
      terms[1 + i] = pulled.y;
      sink.addParameters(pulled.parameters);
    }
    sink.replace(backend.linearCombination(lambda, 1, sumWeights, terms));
    survivors = sink.survivors();
  } catch (error) {
    survivors = sink.survivors();
    throw error;
  } finally {
    backend.closeScope(survivors);
  }
}

/** The same in one call of the engine. */
function reverseByKernel<A>(
  { problem, sink, pass }: ReverseContext<A>,
  y: State<A>,
  step: Step,
  kernels: StepKernels<A>,
): void {
  const tableau = unfrozenTableau(problem.tableau);
  const active = tableau.activeStages.length;
  pass.evaluations += 2 * active - 1;
  pass.recorded += active;
  pass.vjps += active;
  const { lambda, theta } = sink;
  const result = kernels.reverse(tableau, {
    step,
    y,
    lambda: lambda as State<A>,
    theta,
  });
  sink.replaceBoth(result.lambda, result.theta);
}

/** X_1 … X_s from x, for the active stages; the slopes are freed, and the last of them never computed. */
function recomputeStages<A>(
  { problem, pass }: ReverseContext<A>,
  x: State<A>,
  step: Step,
): ReadonlyArray<State<A>> {
  const { backend, dynamics, tableau } = problem;
  const { a, c, activeStages } = unfrozenTableau(tableau);
  const { t, h, end } = step;
  const states: Array<State<A>> = [x];
  if (activeStages.length === 1)
    return activeStages[0] === 0 ? states : loneStage(states, activeStages);

  backend.openScope();
  let survivors: ReadonlyArray<State<A>> = [];
  try {
    const k: Array<State<A>> = [];
    const last = activeStages[activeStages.length - 1] as number;
    for (const i of activeStages) {
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

/** A stage that depends on no other is evaluated at the step's own state. */
function loneStage<A>(
  states: Array<State<A>>,
  activeStages: ReadonlyArray<number>,
): ReadonlyArray<State<A>> {
  states[activeStages[0] as number] = states[0] as State<A>;
  return states;
}
