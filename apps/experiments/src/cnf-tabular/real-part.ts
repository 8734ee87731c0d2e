import type { OdeintOptions } from "@symplectic-adjoint/models";
import * as tf from "@tensorflow/tfjs";
import type { Comparison } from "../comparison/compare-functions.js";
import { compareFlow } from "../flows/compare-flow.js";
import { type FlowModel, flowModel } from "../flows/flow-model.js";
import type { PartContext, PartResult } from "../framework/experiment.js";
import { batchAt } from "../random/batches.js";
import { symplectic } from "../solving/counting.js";
import { type BatchLoss, type TrainingResult, train } from "../training/train.js";
import { type ShortTraining, trainByEach } from "../training/train-by-each.js";
import { type RealTableName, realTable, type SplitTable } from "./tables.js";

/** The flow of a real table. */
export interface RealResult {
  readonly kind: "real";
  readonly name: RealTableName;
  /** The package is missing: nothing was done. */
  readonly absent?: true;
  readonly rows?: number;
  readonly dimension?: number;
  readonly training?: TrainingResult;
  /** −mean log p of unseen rows, standardised, in nats. */
  readonly nll?: number;
  readonly comparison?: Comparison;
  readonly short?: ReadonlyArray<ShortTraining>;
}

const SOLVES: OdeintOptions = { method: "dopri5", rtol: 1e-5, atol: 1e-6 };

function sizesOf(quick: boolean, dimension: number) {
  if (quick) {
    return {
      ...{ hidden: [8], batch: 16, accuracyBatch: 2, iterations: 4, shortIterations: 2 },
      testRows: 20,
    };
  }
  const width = Math.max(64, 4 * dimension);
  return {
    ...{ hidden: [width, width], batch: 100, accuracyBatch: 4, iterations: 1000 },
    ...{ shortIterations: 20, testRows: 2000 },
  };
}

/** Trains a flow on a real table, and compares the five functions on it. */
export async function realPart(
  name: RealTableName,
  { quick, compile, signal, progress, file }: PartContext,
): Promise<PartResult<RealResult>> {
  const table = realTable(name);
  if (table === undefined) return { result: { kind: "real", name, absent: true }, complete: true };
  const { dimension } = table;
  const sizes = sizesOf(quick, dimension);
  const model = flowModel(
    {
      ...{ dimension, blocks: 1, hidden: sizes.hidden, layer: "concatsquash" },
      ...{ activation: "softplus", divergence: "hutchinson", endTime: 1 },
    },
    SOLVES,
    compile,
  );
  try {
    const { variables } = model;
    const lossAt = batchLoss(model, table, sizes.batch);
    const short = await trainByEach(variables, lossAt, {
      ...{ iterations: sizes.shortIterations, clip: 10, signal },
      progress: (fraction, text) => progress(0.1 * fraction, text),
    });
    const training = await train({
      ...{ variables, signal, file, iterations: sizes.iterations },
      ...{ decay: 0.1, clip: 10 },
      lossAt: (i) => lossAt(symplectic.odeint, i),
      progress: (fraction, text) => progress(0.1 + 0.7 * fraction, text),
    });
    const rows = table.training.length + table.test.length;
    const result: RealResult = { kind: "real", name, rows, dimension, training, short };
    if (training.iterations === 0) return { result, complete: false };
    const tested = { ...result, nll: await testNll(model, table, sizes.testRows) };
    if (signal.aborted) return { result: tested, complete: false };
    const comparison = await compareFlow(model, {
      ...{ batch: sizes.batch, accuracyBatch: sizes.accuracyBatch, solves: SOLVES, signal },
      runs: quick ? 1 : 3,
      rowsOf: (count) => rowsAt(table, count, 0),
      progress: (fraction, text) => progress(0.8 + 0.2 * fraction, text),
    });
    return { result: { ...tested, comparison }, complete: training.complete && !signal.aborted };
  } finally {
    model.flow.dispose();
  }
}

function batchLoss(model: FlowModel, table: SplitTable, batch: number) {
  return (odeint: Parameters<FlowModel["loss"]>[2], iteration: number): BatchLoss => {
    const x = tf.tensor2d(rowsAt(table, batch, iteration), [batch, table.dimension]);
    return { loss: () => model.loss(x, 1 + iteration, odeint), dispose: () => x.dispose() };
  };
}

function rowsAt({ training }: SplitTable, count: number, iteration: number): Float32Array {
  const places = batchAt(9, iteration, count, training.length);
  return Float32Array.from(places.flatMap((place) => [...(training[place] ?? [])]));
}

/** With the exact trace, a hundred rows at a time. */
async function testNll(model: FlowModel, { test }: SplitTable, most: number): Promise<number> {
  const rows = test.slice(0, most);
  let total = 0;
  for (let i = 0; i < rows.length; i += 100) {
    const x = tf.tensor2d(rows.slice(i, i + 100).map((row) => [...row]));
    const logs = model.logDensity(x);
    for (const each of await logs.data()) total -= each;
    tf.dispose([x, logs]);
  }
  return total / rows.length;
}
