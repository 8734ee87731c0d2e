import type { Odeint, OdeintOptions } from "@symplectic-adjoint/models";
import { type Comparison, compareFunctions } from "../comparison/compare-functions.js";
import type { Problem } from "../comparison/problem.js";
import type { PartContext, PartResult } from "../framework/experiment.js";
import { valuesOf } from "../plain/values-of.js";
import { batchAt } from "../random/batches.js";
import { symplectic } from "../solving/counting.js";
import { type BatchLoss, type TrainingResult, train } from "../training/train.js";
import { type ShortTraining, trainByEach } from "../training/train-by-each.js";
import { type GridData, type GridDataSizes, gridData, pairAt, pairsOf } from "./grid-data.js";
import {
  type GridModel,
  type GridModelKind,
  gridModel,
  pairTensors,
  velocityLoss,
} from "./grid-model.js";
import type { Pde } from "./pde.js";
import { plainGridModel } from "./plain-grid-model.js";
import { plainVelocityGradient } from "./plain-velocity-gradient.js";
import { type RolloutErrors, rollout } from "./rollout.js";

/** Sizes of an experiment on a grid. */
export interface GridSizes extends GridDataSizes {
  readonly hidden: ReadonlyArray<number>;
  /** Of the comparison of the five functions; the paper's is 200. */
  readonly batch: number;
  readonly accuracyBatch: number;
  /** Of the training. */
  readonly trainingBatch: number;
  readonly iterations: number;
  /** Of the short training by each function. */
  readonly shortIterations: number;
}

/** What is known of a model after its part has run. */
export interface GridResult {
  readonly kind: GridModelKind;
  readonly training: TrainingResult;
  readonly errors?: RolloutErrors;
  /** Every fifth state of the rollout and of the truth. */
  readonly states?: {
    readonly found: ReadonlyArray<ReadonlyArray<number>>;
    readonly truth: ReadonlyArray<ReadonlyArray<number>>;
  };
  readonly comparison?: Comparison;
  readonly short?: ReadonlyArray<ShortTraining>;
}

/**
 * As the paper: the method of order 8, at tolerances that single precision allows. The first step is the whole time, since
 * the default is much too short for a change that starts from zero.
 */
function gridSolves({ dt }: Pde): OdeintOptions {
  return { method: "dopri8", rtol: 1e-5, atol: 1e-7, firstStep: dt };
}

/** Trains a model, tests it, and compares the five functions on it. */
export async function gridPart(
  pde: Pde,
  kind: GridModelKind,
  sizes: GridSizes,
  { signal, progress, file }: PartContext,
): Promise<PartResult<GridResult>> {
  progress(0, "data");
  const data = gridData(pde, sizes);
  const model = gridModel(kind, pde, sizes.hidden);
  try {
    const short = await shortTrainings(pde, model, data, sizes, signal, (fraction, text) =>
      progress(0.2 * fraction, text),
    );
    const training = await train({
      variables: model.variables,
      iterations: sizes.iterations,
      decay: 0.1,
      clip: 100,
      lossAt: (i) => lossOfBatch(pde, model, data, sizes.trainingBatch, i, symplectic.odeint),
      signal,
      file,
      progress: (fraction, text) => progress(0.2 + 0.6 * fraction, text),
    });
    const result: GridResult = { kind, training, short };
    if (training.iterations === 0) return { result, complete: false };
    const [truth] = data.test as [ReadonlyArray<Float64Array>];
    const { states, errors } = await rollout(model, pde, truth);
    const kept = (all: ReadonlyArray<Float64Array>) =>
      all.filter((_, n) => n % 5 === 0).map((u) => [...u].map((x) => Number(x.toPrecision(4))));
    const tested = { ...result, errors, states: { found: kept(states), truth: kept(truth) } };
    if (signal.aborted) return { result: tested, complete: false };
    const comparison = await compareOn(pde, model, data, sizes, signal, (fraction, text) =>
      progress(0.8 + 0.2 * fraction, text),
    );
    return {
      result: { ...tested, comparison },
      complete: training.complete && !signal.aborted,
    };
  } finally {
    model.dispose();
  }
}

function lossOfBatch(
  pde: Pde,
  model: GridModel,
  data: GridData,
  batch: number,
  iteration: number,
  odeint: Odeint,
): BatchLoss {
  const tensors = pairTensors(pairsAt(data, batch, iteration));
  const { dispose } = tensors;
  return { loss: () => velocityLoss(model, tensors, pde.dt, odeint, gridSolves(pde)), dispose };
}

function pairsAt({ training }: GridData, batch: number, iteration: number) {
  return batchAt(1, iteration, batch, pairsOf(training)).map((place) => pairAt(training, place));
}

async function shortTrainings(
  pde: Pde,
  model: GridModel,
  data: GridData,
  sizes: GridSizes,
  signal: AbortSignal,
  progress: PartContext["progress"],
): Promise<ReadonlyArray<ShortTraining>> {
  return trainByEach(
    model.variables,
    (odeint, i) => lossOfBatch(pde, model, data, sizes.trainingBatch, i, odeint),
    { iterations: sizes.shortIterations, clip: 100, signal, progress },
  );
}

async function compareOn(
  pde: Pde,
  model: GridModel,
  data: GridData,
  { batch, accuracyBatch, hidden }: GridSizes,
  signal: AbortSignal,
  progress: PartContext["progress"],
): Promise<Comparison> {
  const { variables } = model;
  const on = (rows: number, options = gridSolves(pde)) => {
    const tensors = pairTensors(pairsAt(data, rows, 0));
    const { dispose } = tensors;
    const loss: Problem["loss"] = (odeint) => velocityLoss(model, tensors, pde.dt, odeint, options);
    return { variables, loss, dispose };
  };
  const few = pairsAt(data, accuracyBatch, 0);
  const field = plainGridModel(model.kind, pde, hidden, await valuesOf(variables));
  const reference = plainVelocityGradient(
    field,
    Float64Array.from(few.flatMap(({ u }) => [...u])),
    Float64Array.from(few.flatMap(({ change }) => [...change])),
    pde.dt,
  );
  const [problem, accurate] = [on(batch), on(accuracyBatch)];
  try {
    return await compareFunctions(problem, {
      batch,
      sized: {
        sized: (rows, stepsPerInterval) => on(rows, { method: "dopri8", stepsPerInterval }),
        solves: 1,
      },
      accuracy: { batch: accuracyBatch, problem: accurate, reference: reference.gradient },
      signal,
      progress,
    });
  } finally {
    problem.dispose();
    accurate.dispose();
  }
}
