import { type FusedSteps, NO_MEMORY, type State, type StepAttempt } from "@symplectic-adjoint/core";
import type { Leaves } from "../executors/executor.js";
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
  const zerosLike = (leaves: Leaves): Leaves => leaves.map(({ length }) => zeros(length));
  const like = (state: State<A>, values: Leaves): State<A> =>
    values.map((leaf, i) => arrayOf(leaf, shapeOf(state[i] as A)));
  return {
    reserve: (tableau) => program.reserve(tableau),
    attempt(tableau, request, tolerances): StepAttempt<State<A>, A> {
      const { t, h, end, firstStageTime, startSlope: known, keepsStages } = request;
      const y = request.y.map(valuesOf);
      const startSlope = known === undefined ? zerosLike(y) : known.map(valuesOf);
      const next = zerosLike(y);
      const endSlope = tolerances !== undefined && tableau.fsal ? zerosLike(y) : undefined;
      const stages =
        keepsStages === true ? tableau.activeStages.slice(1).map(() => zerosLike(y)) : undefined;
      const errorRatio = program.with(parameters.current()).attempt(tableau, {
        ...{ t, h, end, firstStageTime, y, startSlope, slopeKnown: known !== undefined, next },
        ...{ tolerances, endSlope, stages },
      });
      const attempt = {
        startSlope: known ?? like(request.y, startSlope),
        next: like(request.y, next),
        memory: NO_MEMORY,
        endSlope: endSlope && like(request.y, endSlope),
        errorRatio,
        mark: 0,
      };
      if (stages === undefined) return attempt;
      return { ...attempt, stages: stages.map((stage) => like(request.y, stage)) };
    },
    reverse(tableau, { step, y, lambda, theta, stages }) {
      const values = y.map(valuesOf);
      const before = zerosLike(values);
      const own = parameters.current().parameters;
      const sums: Leaves = theta === undefined ? zerosLike(own) : theta.map(valuesOf);
      program.with(parameters.current()).reverse(tableau, {
        ...{ step, y: values, lambda: lambda.map(valuesOf), before, theta: sums.slice(0, count) },
        stages: stages?.map((stage) => stage.map(valuesOf)),
      });
      const found =
        theta ?? sums.map((leaf, i) => arrayOf(leaf as FloatArray, shapeOf(parameters.arrays[i])));
      return { lambda: like(y, before), theta: found };
    },
  };
}
