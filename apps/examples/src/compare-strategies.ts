import { setImmediate } from "node:timers/promises";
import type { PassStatistics } from "@symplectic-adjoint/core";
import * as tf from "@tensorflow/tfjs";
import { measureMemory } from "symplectic-adjoint";
import type { Pair } from "./log-scale.js";
import { medianTime } from "./median-time.js";
import { lastState, lossOver, type Objective } from "./objective.js";
import { referenceGradient } from "./reference-gradient.js";
import { STEPS } from "./steps.js";
import { STRATEGIES, type Strategy } from "./strategies.js";
import type { Fit } from "./train.js";

/** Cost and accuracy of one gradient of the trained model. */
export interface StrategyFigures {
  readonly name: string;
  readonly description: string;
  /** Distance from the float64 gradient, relative to its norm. */
  readonly gradientError: { readonly loss: number; readonly lastState: number };
  /** Peak of the live bytes during the forward and the backward pass, without the model. */
  readonly peakBytes: number;
  readonly forward: Counts;
  readonly backward: Counts;
  /** Time of the forward and backward pass; the median of a few runs. */
  readonly milliseconds: number;
  /** Number of runs: fewer after Ctrl-C. */
  readonly timedRuns: number;
}

export type Counts = Pick<PassStatistics, "evaluations" | "vjps">;

/**
 * Differentiates the trajectory over the whole record with each of the five functions. After `signal` aborts, each is
 * timed only once.
 */
export async function compareStrategies(
  fit: Fit,
  states: ReadonlyArray<Pair>,
  signal?: AbortSignal,
): Promise<ReadonlyArray<StrategyFigures>> {
  const times = states.map((_, year) => year);
  const loss = lossOver(states);
  const exactLoss = await referenceGradient(fit, times, loss);
  const exactLastState = await referenceGradient(fit, times, lastState);
  const figures: Array<StrategyFigures> = [];
  for (const strategy of STRATEGIES) {
    const gradientOf = (objective: Objective) => gradientBy(strategy, fit, times, objective);
    // Yield between gradients so that signals are handled: these engines compute synchronously.
    await setImmediate();
    const { value, peakBytes } = await measureMemory(() => gradientOf(loss));
    await setImmediate();
    const { milliseconds, runs } = await medianTime(() => gradientOf(loss), signal);
    figures.push({
      name: strategy.name,
      description: strategy.description,
      gradientError: {
        loss: relativeError(value, exactLoss),
        lastState: relativeError(await gradientOf(lastState), exactLastState),
      },
      peakBytes,
      ...(await countsOf(strategy, fit, times)),
      milliseconds,
      timedRuns: runs,
    });
  }
  return figures;
}

/** With respect to the parameters, then the first state, concatenated. */
async function gradientBy(
  strategy: Strategy,
  { model, start }: Fit,
  times: ReadonlyArray<number>,
  objective: Objective,
): Promise<ReadonlyArray<number>> {
  const variables = [...model.parameters, start];
  const options = { ...STEPS, parameters: model.parameters };
  const { value, grads } = tf.variableGrads(
    () => objective.value(strategy.solve(model.field, start, times, options)),
    variables,
  );
  const arrays = await Promise.all(variables.map(({ name }) => (grads[name] as tf.Tensor).data()));
  tf.dispose([value, grads]);
  return arrays.flatMap((array) => [...array]);
}

async function countsOf(
  strategy: Strategy,
  { model, start }: Fit,
  times: ReadonlyArray<number>,
): Promise<{ readonly forward: Counts; readonly backward: Counts }> {
  const options = { ...STEPS, parameters: model.parameters };
  const solution = await strategy.solveAsync(model.field, start as tf.Tensor, times, options);
  const gradients = await solution.pullbackAsync(solution.ys);
  tf.dispose([gradients.y0, [...gradients.parameters]]);
  solution.dispose();
  const counts = ({ evaluations, vjps }: PassStatistics): Counts => ({ evaluations, vjps });
  return { forward: counts(solution.stats.forward), backward: counts(solution.stats.backward) };
}

function relativeError(found: ReadonlyArray<number>, exact: ReadonlyArray<number>): number {
  return Math.hypot(...found.map((x, i) => x - (exact[i] as number))) / Math.hypot(...exact);
}
