import * as tf from "@tensorflow/tfjs";
import { makeChart } from "./chart.js";
import { type EngineChoice, engines } from "./engines.js";
import { recentMedian } from "./format.js";
import { learnedTrajectory } from "./learned-trajectory.js";
import { makeNetwork } from "./network.js";
import { takePage } from "./page.js";
import { makeSpiral } from "./spiral.js";
import { train } from "./train.js";

const SEED = 1;
const ITERATIONS = 300;
/** Maximum fraction of the time for solving the whole trajectory to draw it. */
const DRAWING = 0.2;

const page = takePage(engines);
const chart = makeChart(page.chart);
const spiral = makeSpiral(1000, 0.025);
chart.showTruth(spiral.points);

let stopping = new AbortController();
page.onStop(() => stopping.abort());
page.onStart(() => void run(page.engine()));

async function run(name: string): Promise<void> {
  const engine = engines[name] as EngineChoice;
  stopping = new AbortController();
  page.setRunning(true);
  page.setProblem(undefined);
  page.clearFigures();
  page.setStatus(`Making ${engine.label} ready …`);
  try {
    const inUse = await engine.ready();
    try {
      page.setStatus(`Training on ${inUse.name} …`);
      const iterations = await fit(stopping.signal, page.compiled());
      const how = iterations < ITERATIONS ? "Stopped" : "Done";
      page.setStatus(`${how} after ${iterations} iterations on ${inUse.name}.`);
    } finally {
      await inUse.undo();
    }
  } catch (error) {
    page.setStatus(`${engine.label} failed.`);
    page.setProblem(error instanceof Error ? error.message : String(error));
  } finally {
    page.setTensors(tf.memory().numTensors);
    page.setRunning(false);
  }
}

/** Trains until it is done or stopped, and shows the progress. Returns the number of iterations. */
async function fit(signal: AbortSignal, compile: boolean): Promise<number> {
  const network = makeNetwork(SEED, compile);
  const losses: Array<number> = [];
  const durations: Array<number> = [];
  let training = 0;
  let drawing = 0;
  try {
    for await (const iteration of train(network, spiral, { iterations: ITERATIONS, signal })) {
      losses.push(iteration.loss);
      durations.push(iteration.milliseconds);
      page.showIteration(iteration, recentMedian(durations), losses.length / ITERATIONS);
      chart.showLosses(losses);
      training += iteration.milliseconds;
      if (drawing < DRAWING * training || losses.length === ITERATIONS) {
        const begun = performance.now();
        chart.showLearned(await learnedTrajectory(network, spiral, signal));
        drawing += performance.now() - begun;
      }
      await nextTurn();
    }
  } finally {
    network.dispose();
  }
  return losses.length;
}

/** Lets the browser paint and handle clicks: small solves do not yield otherwise. */
function nextTurn(): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, 0));
}
