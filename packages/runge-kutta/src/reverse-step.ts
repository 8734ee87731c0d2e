import {
  type BackwardPlan,
  type ButcherTableau,
  backwardPlan,
  type FusedSteps,
  type Method,
  type State,
  type Step,
  type StepReversal,
  stageTime,
} from "@symplectic-adjoint/core";

/**
 * Reverses steps with a tableau by the symplectic adjoint method: recomputes the stages without recording; then,
 * for each stage, records f, computes its VJP, and frees the record before the next stage.
 *
 * Memory: the states of the stages and one record of f. Cost, with s active stages: s − 1 plain and s recorded
 * evaluations; none of the plain ones if the stages are given. Matsubara, Miyatake & Yaguchi, NeurIPS 2021 (arXiv
 * 2102.09750); Sanz-Serna, SIAM Review 58 (2016), doi 10.1137/151002769; with stages in checkpoints: Zhang &
 * Constantinescu, Optimal checkpointing for adjoint multistage time-stepping schemes (2021), arXiv 2106.13879.
 */
export function reverseStep(tableau: ButcherTableau): NonNullable<Method["reverse"]> {
  const plan = backwardPlan(tableau);
  return (context, step, start, stages) => reverse(tableau, plan, context, step, start, stages);
}

function reverse<A>(
  tableau: ButcherTableau,
  { stageWeights, sumWeights }: BackwardPlan,
  context: StepReversal<A>,
  step: Step,
  start: State<A>,
  stages: ReadonlyArray<State<A>> | undefined,
): void {
  const { problem, sink, wrt, pass } = context;
  const { backend, dynamics } = problem;
  if (dynamics.fusedSteps !== undefined && wrt.length === dynamics.parameters.length) {
    reverseFused(tableau, context, step, start, stages, dynamics.fusedSteps);
    return;
  }
  const { activeStages, c } = tableau;
  const { t, h, end } = step;
  const lambda = sink.lambda as State<A>;

  backend.openScope();
  let survivors: ReadonlyArray<State<A>> = [];
  try {
    const stageStates =
      stages === undefined
        ? recomputeStages(tableau, context, step, start)
        : givenStages(tableau, context, step, start, stages);
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

/** The same with the backend's fused step. */
function reverseFused<A>(
  tableau: ButcherTableau,
  { sink, pass }: StepReversal<A>,
  step: Step,
  y: State<A>,
  stages: ReadonlyArray<State<A>> | undefined,
  fusedSteps: FusedSteps<A>,
): void {
  const active = tableau.activeStages.length;
  pass.evaluations += stages === undefined ? 2 * active - 1 : active;
  pass.recorded += active;
  pass.vjps += active;
  const lambda = sink.lambda as State<A>;
  const result = fusedSteps.reverse(tableau, { step, y, lambda, theta: sink.theta, stages });
  sink.replaceBoth(result.lambda, result.theta);
}

/** X_1 … X_s from x, for the active stages; the slopes k_i are freed; the last one is not computed. */
function recomputeStages<A>(
  { a, c, activeStages }: ButcherTableau,
  { problem, pass }: StepReversal<A>,
  step: Step,
  x: State<A>,
): ReadonlyArray<State<A>> {
  const { backend, dynamics } = problem;
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

/** X_1 … X_s from x and the states after the first one, without an evaluation of f. */
function givenStages<A>(
  { a, activeStages }: ButcherTableau,
  { problem }: StepReversal<A>,
  { h }: Step,
  x: State<A>,
  stages: ReadonlyArray<State<A>>,
): ReadonlyArray<State<A>> {
  const states: Array<State<A>> = [x];
  const first = activeStages[0] as number;
  if (activeStages.length === 1) return first === 0 ? states : loneStage(states, activeStages);
  // As when it is recomputed, to the sign of a zero.
  if (first > 0)
    states[first] = problem.backend.linearCombination(x, h, a[first] as ReadonlyArray<number>, []);
  for (let s = 1; s < activeStages.length; s++)
    states[activeStages[s] as number] = stages[s - 1] as State<A>;
  return states;
}

/** A single active stage depends on no other and is evaluated at the state of the step. */
function loneStage<A>(
  states: Array<State<A>>,
  activeStages: ReadonlyArray<number>,
): ReadonlyArray<State<A>> {
  states[activeStages[0] as number] = states[0] as State<A>;
  return states;
}
