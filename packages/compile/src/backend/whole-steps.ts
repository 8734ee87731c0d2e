import type { FusedSteps, State, StepAttempt } from "@symplectic-adjoint/core";
import type { Leaves } from "../executors/executor.js";
import { NO_MEMORY } from "../imports/core.js";
import type { FloatArray } from "../program/program.js";
import type { Edges } from "./edges.js";
import { type LoadedFunction, shapeOf } from "./program-calls.js";
import type { SolveParameters } from "./solve-parameters.js";

/** Whole steps, one call of the executor each. */
export function wholeSteps<A>(
  { program, parameters: count }: LoadedFunction,
  { valuesOf, arrayOf, zeros }: Edges<A>,
  parameters: SolveParameters<A>,
): FusedSteps<A> {
  // One step after another: literals and loops, where spreading and closures would cost as much as a small program.
  const zerosLike = (leaves: Leaves): Array<FloatArray> => {
    const made: Array<FloatArray> = [];
    for (let i = 0; i < leaves.length; i++) made.push(zeros((leaves[i] as FloatArray).length));
    return made;
  };
  const valuesIn = (state: State<A>): Array<FloatArray> => {
    const values: Array<FloatArray> = [];
    for (let i = 0; i < state.length; i++) values.push(valuesOf(state[i] as A));
    return values;
  };
  const like = (state: State<A>, values: Leaves): State<A> => {
    const arrays: Array<A> = [];
    for (let i = 0; i < values.length; i++)
      arrays.push(arrayOf(values[i] as FloatArray, shapeOf(state[i])));
    return arrays;
  };
  return {
    reserve: (tableau) => program.reserve(tableau),
    attempt(tableau, request, tolerances): StepAttempt<State<A>, A> {
      const { t, h, end, firstStageTime, startSlope: known, keepsStages } = request;
      const y = valuesIn(request.y);
      const startSlope = known === undefined ? zerosLike(y) : valuesIn(known);
      const next = zerosLike(y);
      const endSlope = tolerances !== undefined && tableau.fsal ? zerosLike(y) : undefined;
      const stages =
        keepsStages === true ? tableau.activeStages.slice(1).map(() => zerosLike(y)) : undefined;
      const errorRatio = program.with(parameters.current()).attempt(tableau, {
        t,
        h,
        end,
        firstStageTime,
        y,
        startSlope,
        slopeKnown: known !== undefined,
        next,
        tolerances,
        endSlope,
        stages,
      });
      return {
        startSlope: known ?? like(request.y, startSlope),
        next: like(request.y, next),
        memory: NO_MEMORY,
        endSlope: endSlope && like(request.y, endSlope),
        errorRatio,
        mark: 0,
        stages: stages?.map((stage) => like(request.y, stage)),
      };
    },
    reverse(tableau, { step, y, lambda, theta, stages }) {
      const values = valuesIn(y);
      const before = zerosLike(values);
      const now = parameters.current();
      const sums: Leaves = theta === undefined ? zerosLike(now.parameters) : valuesIn(theta);
      program.with(now).reverse(tableau, {
        step,
        y: values,
        lambda: valuesIn(lambda),
        before,
        theta: sums.length === count ? sums : sums.slice(0, count),
        stages: stages?.map(valuesIn),
      });
      return { lambda: like(y, before), theta: theta ?? like(parameters.arrays, sums) };
    },
  };
}
