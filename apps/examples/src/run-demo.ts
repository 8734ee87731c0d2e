import { relative } from "node:path";
import { compiled } from "@symplectic-adjoint/compile";
import * as tf from "@tensorflow/tfjs";
import { USER_FOLDER } from "./command-line.js";
import { compareStrategies } from "./compare-strategies.js";
import type { DemoOptions } from "./demo-options.js";
import { type Figures, type Training, writeFigures } from "./figures.js";
import { goodnessOf } from "./goodness.js";
import { fitLogScale, type Pair } from "./log-scale.js";
import { createModel, LAYERS } from "./model.js";
import { plotFit } from "./plot-fit.js";
import { createProgress } from "./progress.js";
import { readPelts } from "./read-pelts.js";
import { describeFit, describeStrategies } from "./report.js";
import { type Fit, train } from "./train.js";
import { trajectoryOf } from "./trajectory.js";
import { useEngine } from "./use-engine.js";

/**
 * Trains, compares the five gradients, and shows and writes the results. After `signal` aborts, training ends, and each
 * gradient is timed only once. Returns undefined if it aborted before the first step.
 */
export async function runDemo(
  options: DemoOptions,
  signal: AbortSignal,
): Promise<Figures | undefined> {
  const { seed, backend, compiles, out } = options;
  await useEngine(backend);
  const record = readPelts();
  const scale = fitLogScale(record);
  const states = record.map(scale.toModel);
  const fit = {
    model: createModel(seed),
    start: tf.variable(tf.tensor2d([[...(states[0] as Pair)]])),
  };

  const sizes = [2, ...LAYERS.map(([, columns]) => columns)].join(" → ");
  console.log(
    `Neural ODE ${sizes} for the hare and lynx pelts of 1900–1920, seed ${seed}, on ${backend}${compiles ? ", compiled" : ""}`,
  );
  const training = await runTraining(fit, states, options, signal);
  if (training.iterations === 0) return undefined;
  const trajectory = await trajectoryOf(fit, record, scale);
  const goodness = goodnessOf(record, trajectory.atYears);
  console.log(describeFit(training, goodness, trajectory));

  const strategies = await compareStrategies(fit, states, signal);
  console.log(describeStrategies(strategies));

  const figures = {
    seed,
    backend,
    compiled: compiles,
    training,
    record,
    fit: { ...goodness, ...trajectory },
    strategies,
  };
  const paths = await writeFigures(out, figures, plotFit(record, trajectory, goodness));
  console.log(`Wrote ${paths.map(fromUser).join(" and ")}`);
  return figures;
}

async function runTraining(
  fit: Fit,
  states: ReadonlyArray<Pair>,
  { compiles, iterations }: DemoOptions,
  signal: AbortSignal,
): Promise<Training> {
  const begin = performance.now();
  const progress = createProgress(iterations, process.stdout);
  try {
    const { field } = fit.model;
    const losses = await train(fit, states, {
      field: compiles ? compiled(field) : field,
      iterations,
      signal,
      onIteration: progress.update,
    });
    const seconds = (performance.now() - begin) / 1000;
    return { iterations: losses.length, interrupted: losses.length < iterations, seconds, losses };
  } finally {
    progress.stop();
  }
}

/** A path relative to the user's working directory. */
function fromUser(path: string): string {
  const short = relative(USER_FOLDER, path);
  return short.startsWith("..") ? path : short;
}
