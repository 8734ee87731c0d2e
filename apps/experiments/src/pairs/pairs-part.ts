import type { Odeint, OdeintOptions } from "@symplectic-adjoint/models";
import type { Float64Function } from "symplectic-adjoint/float64";
import { type Comparison, compareFunctions } from "../comparison/compare-functions.js";
import type { Problem } from "../comparison/problem.js";
import type { Compiler, PartContext, PartResult } from "../framework/experiment.js";
import { valuesOf } from "../plain/values-of.js";
import { batchAt } from "../random/batches.js";
import { symplectic } from "../solving/counting.js";
import { type BatchLoss, type TrainingResult, train } from "../training/train.js";
import { type ShortTraining, trainByEach } from "../training/train-by-each.js";
import { type Pair, pairAt, pairsOf, type Trajectories } from "./pairs.js";
import { plainVelocityGradient } from "./plain-velocity-gradient.js";
import {
  type LearnedDynamics,
  pairTensors,
  type VelocityLoss,
  velocityLoss,
} from "./velocity-loss.js";

/** Sizes of a training on pairs of neighbouring states. */
export interface PairSizes {
  /** Of the comparison of the five functions. */
  readonly batch: number;
  /** Rows on which gradients are compared with double precision. */
  readonly accuracyBatch: number;
  /** Of the training. */
  readonly trainingBatch: number;
  readonly iterations: number;
  /** Of the short training by each function. */
  readonly shortIterations: number;
}

/** Dynamics to be learned from pairs. */
export interface PairTask<Tested> {
  readonly trajectories: Trajectories;
  /** Time between two states. */
  readonly dt: number;
  readonly model: LearnedDynamics;
  /** Whether and how the loss of the model is compiled. */
  readonly compile: Compiler | undefined;
  /** How the model is solved over dt. */
  readonly solves: OdeintOptions;
  /** The model in double precision, with these values of its variables. */
  plainField(
    values: ReadonlyArray<Float64Array>,
  ): Float64Function<Float64Array, ReadonlyArray<Float64Array>>;
  /** What is found out about the trained model. */
  test(): Promise<Tested>;
}

/** What is known of a model after its part has run. */
export interface PairsResult<Tested> {
  readonly training: TrainingResult;
  readonly short: ReadonlyArray<ShortTraining>;
  readonly tested?: Tested;
  readonly comparison?: Comparison;
}

/** Trains a model, tests it, compares the five functions on it, and disposes of it. */
export async function pairsPart<Tested>(
  given: PairTask<Tested>,
  sizes: PairSizes,
  context: PartContext,
): Promise<PartResult<PairsResult<Tested>>> {
  const task: PairTaskWithLoss<Tested> = {
    ...given,
    lossOf: velocityLoss(given.model, given.compile),
  };
  const { signal, progress, file } = context;
  const { variables, dispose } = task.model;
  const lossAt = (odeint: Odeint, i: number) => batchLoss(task, sizes.trainingBatch, i, odeint);
  try {
    const short = await trainByEach(variables, lossAt, {
      ...{ iterations: sizes.shortIterations, clip: CLIP, signal },
      progress: (fraction, text) => progress(0.2 * fraction, text),
    });
    const training = await train({
      ...{ variables, iterations: sizes.iterations, signal, file, decay: 0.1, clip: CLIP },
      lossAt: (i) => lossAt(symplectic.odeint, i),
      progress: (fraction, text) => progress(0.2 + 0.6 * fraction, text),
    });
    if (training.iterations === 0) return { result: { training, short }, complete: false };
    const result = { training, short, tested: await task.test() };
    if (signal.aborted) return { result, complete: false };
    const comparison = await compareOn(task, sizes, {
      ...context,
      progress: (fraction, text) => progress(0.8 + 0.2 * fraction, text),
    });
    const complete = training.complete && !signal.aborted;
    return { result: { ...result, comparison }, complete };
  } finally {
    dispose();
  }
}

/** A task with the loss of its model, made once. */
interface PairTaskWithLoss<T> extends PairTask<T> {
  readonly lossOf: VelocityLoss;
}

/** Longest gradient. */
const CLIP = 100;

function batchLoss<T>(
  task: PairTaskWithLoss<T>,
  rows: number,
  iteration: number,
  odeint: Odeint,
): BatchLoss {
  const { loss, dispose } = problemOn(task, pairsAt(task, rows, iteration), task.solves);
  return { loss: () => loss(odeint), dispose };
}

function pairsAt<T>(
  { trajectories: { training } }: PairTask<T>,
  rows: number,
  iteration: number,
): Array<Pair> {
  return batchAt(1, iteration, rows, pairsOf(training)).map((place) => pairAt(training, place));
}

function problemOn<T>(
  { model, compile, lossOf, dt }: PairTaskWithLoss<T>,
  pairs: ReadonlyArray<Pair>,
  solves: OdeintOptions,
): Problem & { dispose(): void } {
  const tensors = pairTensors(pairs);
  return {
    variables: model.variables,
    compiles: compile !== undefined,
    loss: (odeint) => lossOf(tensors, dt, odeint, solves),
    dispose: tensors.dispose,
  };
}

async function compareOn<T>(
  task: PairTaskWithLoss<T>,
  { batch, accuracyBatch }: PairSizes,
  { quick, signal, progress }: PartContext,
): Promise<Comparison> {
  const { solves } = task;
  const few = pairsAt(task, accuracyBatch, 0);
  const { gradient: reference } = plainVelocityGradient(
    task.plainField(await valuesOf(task.model.variables)),
    Float64Array.from(few.flatMap(({ u }) => [...u])),
    Float64Array.from(few.flatMap(({ change }) => [...change])),
    task.dt,
  );
  const problem = problemOn(task, pairsAt(task, batch, 0), solves);
  const accurate = problemOn(task, few, solves);
  const sized = (rows: number, stepsPerInterval: number) =>
    problemOn(task, pairsAt(task, rows, 0), { method: solves.method, stepsPerInterval });
  try {
    return await compareFunctions(problem, {
      ...{ batch, signal, progress, sized: { sized, solves: 1 }, runs: quick ? 1 : 3 },
      accuracy: { batch: accuracyBatch, problem: accurate, reference },
    });
  } finally {
    problem.dispose();
    accurate.dispose();
  }
}
