import type { Odeint, OdeintOptions } from "@symplectic-adjoint/models";
import * as tf from "@tensorflow/tfjs";
import type { Comparison } from "../comparison/compare-functions.js";
import { compareFlow } from "../flows/compare-flow.js";
import { densityGrid } from "../flows/density-grid.js";
import { type FlowModel, flowModel } from "../flows/flow-model.js";
import type { PartContext, PartResult } from "../framework/experiment.js";
import { symplectic } from "../solving/counting.js";
import { type BatchLoss, type TrainingResult, train } from "../training/train.js";
import { type ShortTraining, trainByEach } from "../training/train-by-each.js";
import { type ToyName, toyPoints } from "./densities.js";

/** Sizes of the experiment. */
export interface ToySizes {
  readonly hidden: ReadonlyArray<number>;
  /** Of the comparison of the five functions. */
  readonly batch: number;
  /** Of the training. */
  readonly trainingBatch: number;
  readonly accuracyBatch: number;
  readonly iterations: number;
  readonly shortIterations: number;
  /** Points to test the likelihood on. */
  readonly testPoints: number;
  /** Points of the density along each axis. */
  readonly columns: number;
}

/** What is known of a density after its part has run. */
export interface ToyResult {
  readonly name: ToyName;
  readonly training: TrainingResult;
  /** −mean log p of unseen points, in nats. */
  readonly nll?: number;
  readonly integral?: number;
  /** Densities, scaled to 0 … 255, and samples. */
  readonly picture?: {
    readonly extent: number;
    readonly columns: number;
    readonly density: ReadonlyArray<number>;
    readonly samples: ReadonlyArray<number>;
  };
  readonly comparison?: Comparison;
  readonly short?: ReadonlyArray<ShortTraining>;
}

const SOLVES: OdeintOptions = { method: "dopri5", rtol: 1e-5, atol: 1e-5 };
/** Gradients are exact for the steps that are taken: a training may take a third of them, and the flow is tested with all. */
const TRAINING_SOLVES = { rtol: 1e-3, atol: 1e-3 };
const EXTENT = 5;

/**
 * What is smooth is learned faster with softplus; the edges of a board are learned better with tanh, at a higher rate, and in
 * three and a half times the iterations.
 */
const SMOOTH = { activation: "softplus", rate: 5e-3, decay: 0.03, rounds: 1 } as const;
const SHARP = { activation: "tanh", rate: 1e-2, decay: 0.0465, rounds: 3.5 } as const;

/** Trains a flow on a density of the plane, and compares the five functions on it. */
export async function toyPart(
  name: ToyName,
  sizes: ToySizes,
  { quick, compile, signal, progress, file }: PartContext,
): Promise<PartResult<ToyResult>> {
  const { activation, rate, decay, rounds } = name === "checkerboard" ? SHARP : SMOOTH;
  const model = flowModel(
    {
      ...{ dimension: 2, blocks: 1, hidden: sizes.hidden, layer: "concatsquash" },
      ...{ activation, divergence: "exact", endTime: 0.5 },
    },
    SOLVES,
    compile,
  );
  try {
    const { variables } = model;
    const short = await trainByEach(variables, batchLoss(name, model, sizes), {
      iterations: sizes.shortIterations,
      signal,
      progress: (fraction, text) => progress(0.1 * fraction, text),
    });
    const training = await train({
      ...{ variables, signal, file, rate, decay },
      iterations: Math.ceil(rounds * sizes.iterations),
      lossAt: (i) => batchLoss(name, model, sizes)(symplectic.odeint, i),
      progress: (fraction, text) => progress(0.1 + 0.7 * fraction, text),
    });
    const result: ToyResult = { name, training, short };
    if (training.iterations === 0) return { result, complete: false };
    const tested = { ...result, ...(await testFlow(name, model, sizes)) };
    if (signal.aborted) return { result: tested, complete: false };
    const comparison = await compareFlow(model, {
      ...{ batch: sizes.batch, accuracyBatch: sizes.accuracyBatch, solves: SOLVES, signal },
      runs: quick ? 1 : 3,
      rowsOf: (rows) => toyPoints(name, rows, 1),
      progress: (fraction, text) => progress(0.8 + 0.2 * fraction, text),
    });
    return {
      result: { ...tested, comparison },
      complete: training.complete && !signal.aborted,
    };
  } finally {
    model.flow.dispose();
  }
}

function batchLoss(name: ToyName, model: FlowModel, { trainingBatch: rows }: ToySizes) {
  return (odeint: Odeint, iteration: number): BatchLoss => {
    const x = tf.tensor2d(toyPoints(name, rows, 1000 + iteration), [rows, 2]);
    const solve = withOptions(odeint, TRAINING_SOLVES);
    return { loss: () => model.loss(x, 0, solve), dispose: () => x.dispose() };
  };
}

/** The same function with other options than those of the model. */
function withOptions(odeint: Odeint, changes: OdeintOptions): Odeint {
  const solve = odeint as unknown as (...args: Array<unknown>) => unknown;
  const changed = (f: unknown, y0: unknown, t: unknown, options: object) =>
    solve(f, y0, t, { ...options, ...changes });
  return changed as unknown as Odeint;
}

async function testFlow(
  name: ToyName,
  model: FlowModel,
  { testPoints, columns }: ToySizes,
): Promise<Pick<ToyResult, "nll" | "integral" | "picture">> {
  const x = tf.tensor2d(toyPoints(name, testPoints, 7), [testPoints, 2]);
  const logs = model.logDensity(x);
  const values = Float32Array.from(await logs.data());
  const nll = -values.reduce((sum, each) => sum + each, 0) / testPoints;
  const drawn = model.flow.sample(Math.min(1000, testPoints), { seed: 3 });
  const samples = [...(await drawn.data())].map((each) => Number(each.toPrecision(4)));
  tf.dispose([x, logs, drawn]);
  const grid = await densityGrid(model, EXTENT, columns);
  const most = Math.max(...grid.values);
  const density = grid.values.map((each) => Math.round((255 * each) / most));
  const { integral } = grid;
  return { nll, integral, picture: { extent: EXTENT, columns, density, samples } };
}
