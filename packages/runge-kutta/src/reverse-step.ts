import {
  type ButcherTableau,
  type FusedSteps,
  type Method,
  type State,
  type Step,
  type StepLoad,
  type StepReversal,
  stageTime,
} from "@symplectic-adjoint/core";
import { isEmptyLoad, loadedPlan, plainPlan, type ReversalPlan } from "./reversal-plan.js";
import { stageStates } from "./stage-states.js";
import { type TimeTerms, timeTerms } from "./time-terms.js";

/**
 * Reverses steps with a tableau by the symplectic adjoint method: recomputes the stages without recording; then,
 * for each stage, records f, computes its VJP, and frees the record before the next stage.
 *
 * Memory: the states of the stages and one record of f. Cost, with s active stages: s − 1 plain and s recorded
 * evaluations; none of the plain ones if the stages are given. A load adds its terms to the cotangents of the slopes, and
 * makes further stages active if their slopes have one. Matsubara, Miyatake & Yaguchi, NeurIPS 2021 (arXiv
 * 2102.09750); Sanz-Serna, SIAM Review 58 (2016), doi 10.1137/151002769; with stages in checkpoints: Zhang &
 * Constantinescu, Optimal checkpointing for adjoint multistage time-stepping schemes (2021), arXiv 2106.13879.
 */
export function reverseStep(tableau: ButcherTableau): NonNullable<Method["reverse"]> {
  const plan = plainPlan(tableau);
  return (context, step, start, stages, load) => {
    if (load !== undefined && !isEmptyLoad(load))
      return reverseLoaded(tableau, context, step, start, stages, load);
    if (context.sink.lambda === undefined) return;
    const { dynamics } = context.problem;
    const isFused =
      dynamics.fusedSteps !== undefined &&
      context.timeSink === undefined &&
      context.wrt.length === dynamics.parameters.length;
    if (isFused) reverseFused(tableau, context, step, start, stages, dynamics.fusedSteps);
    else reverse(plan, context, step, start, stages, undefined);
  };
}

function reverseLoaded<A>(
  tableau: ButcherTableau,
  context: StepReversal<A>,
  step: Step,
  start: State<A>,
  stages: ReadonlyArray<State<A>> | undefined,
  load: StepLoad<A>,
): void {
  const plan = loadedPlan(tableau, context.sink.lambda !== undefined, load);
  if (plan.active.length === 0) {
    context.sink.addOutput(load.start);
    return;
  }
  // The kept stages are those that the result depends on.
  const given = isSame(plan.active, tableau.activeStages) ? stages : undefined;
  reverse(plan, context, step, start, given, load);
}

function isSame(list: ReadonlyArray<number>, other: ReadonlyArray<number>): boolean {
  return list.length === other.length && list.every((x, i) => x === other[i]);
}

function reverse<A>(
  plan: ReversalPlan,
  context: StepReversal<A>,
  step: Step,
  start: State<A>,
  stages: ReadonlyArray<State<A>> | undefined,
  load: StepLoad<A> | undefined,
): void {
  const { problem, sink, wrt, pass, timeSink } = context;
  const { backend, dynamics } = problem;
  const { active, c, stageWeights, sumWeights, loadAt } = plan;
  const { t, h, end } = step;
  const { lambda } = sink;
  const times: TimeTerms<A> | undefined = timeSink && timeTerms(backend, h, timeSink);

  backend.openScope();
  let survivors: ReadonlyArray<State<A>> = [];
  try {
    const states = stageStates(plan, context, step, start, stages);
    // Holes have the weight zero.
    const terms = new Array<State<A>>(load === undefined ? loadAt : loadAt + 1);
    if (lambda !== undefined) terms[0] = lambda;
    for (let s = active.length - 1; s >= 0; s--) {
      const i = active[s] as number;
      const slopeLoad = load?.slopes[i];
      if (slopeLoad !== undefined) terms[loadAt] = slopeLoad;
      const g = backend.linearCombination(undefined, h, stageWeights[i] as Array<number>, terms);
      const time = i === 0 ? step.firstStageTime : stageTime(t, h, end, c[i] as number);
      pass.evaluations++;
      pass.recorded++;
      pass.vjps++;
      const state = states[i] as State<A>;
      const pulled =
        times === undefined
          ? dynamics.pullback(time, state, g, wrt)
          : dynamics.pullback(time, state, g, wrt, true);
      times?.addStage(c[i] as number, g, pulled);
      backend.release(g);
      backend.release(pulled.value);
      terms[1 + i] = pulled.y;
      sink.addParameters(pulled.parameters);
    }
    if (load?.start !== undefined) terms[loadAt] = load.start;
    sink.replace(backend.linearCombination(lambda, 1, sumWeights, terms));
    survivors = times ? [...sink.survivors(), ...times.survivors()] : sink.survivors();
  } catch (error) {
    survivors = sink.survivors();
    throw error;
  } finally {
    backend.closeScope(survivors);
  }
  times?.finish();
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
