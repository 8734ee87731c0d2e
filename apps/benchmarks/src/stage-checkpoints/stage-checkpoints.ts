import * as tf from "@tensorflow/tfjs";
import type { Benchmark, BenchmarkOptions, Report } from "../benchmark.js";
import { type GradientMethod, gradientMethods } from "../cases/case-key.js";
import { network } from "../cases/network.js";
import { type NamedSize, networkSizes } from "../cases/sizes.js";
import { showProgress } from "../report/show-progress.js";
import { interleave } from "../timing/interleave.js";
import { useFastestEngine } from "./fastest-engine.js";
import { type GradientOfNetwork, gradientOfNetwork, STEPS } from "./gradient-of-network.js";
import { type Measured, stageFailures, stageRow, stageTable } from "./stage-rows.js";

const ENGINES = ["wasm", "cpu"];
const ROUNDS = 21;
/** Milliseconds of one measurement, which consists of at least one call. */
const SLICE = 20;

/** Cost and savings of checkpoints with stages. */
export const stageCheckpoints: Benchmark = {
  question:
    "How much faster is the backward pass of the symplectic adjoint with stages in its checkpoints, and for how many bytes?",
  run,
};

async function run({ engines = [], quick = false }: BenchmarkOptions = {}): Promise<Report> {
  tf.enableProdMode();
  const largest = networkSizes[networkSizes.length - 1] as NamedSize;
  const engine = await useFastestEngine(engines.length > 0 ? engines : ENGINES, largest);
  const measured = measure(quick ? 2 : ROUNDS);
  const rows = measured.map(stageRow);
  return {
    figures: { engine, steps: STEPS, rows },
    tables: [stageTable(rows, engine, STEPS)],
    failures: stageFailures(rows),
  };
}

type Contents = "state" | "stages";
type Pass = "backward" | "whole";

/** A timed pass. */
interface Timed {
  readonly run: () => void;
  calls: number;
  readonly times: Array<number>;
}

/** One network and method. */
interface Pair {
  readonly size: NamedSize;
  readonly method: GradientMethod;
  readonly gradients: Readonly<Record<Contents, GradientOfNetwork>>;
  readonly timed: Readonly<Record<Pass, Readonly<Record<Contents, Timed>>>>;
}

/** Times all pairs, interleaved: the two contents of a pair are timed directly after each other. */
function measure(rounds: number): ReadonlyArray<Measured> {
  const pairs = networkSizes.flatMap((size) => {
    const made = network(size);
    return gradientMethods.map((method): Pair => {
      const gradients = {
        state: gradientOfNetwork(made, method, "state"),
        stages: gradientOfNetwork(made, method, "stages"),
      };
      const timed = (pass: Pass) => ({
        state: newTimed(gradients.state[pass]),
        stages: newTimed(gradients.stages[pass]),
      });
      return {
        size,
        method,
        gradients,
        timed: { backward: timed("backward"), whole: timed("whole") },
      };
    });
  });
  const groups = pairs.map(({ timed }) => Object.values(timed).map(Object.values<Timed>));
  // The first round compiles code and counts calls.
  for (const { round, item } of interleave<Timed>(groups, rounds + 1)) {
    showProgress(round / (rounds + 1));
    const milliseconds = timeOf(item);
    if (round > 0) item.times.push(milliseconds);
    else item.calls = Math.max(1, Math.round(SLICE / milliseconds));
  }
  showProgress(1);
  for (const { gradients } of pairs) for (const each of Object.values(gradients)) each.dispose();
  return pairs.map(measuredOf);
}

function newTimed(run: () => void): Timed {
  return { run, calls: 1, times: [] };
}

/** Milliseconds of processor time: the engines compute before they return, and other processes do not count. */
function timeOf({ run, calls }: Timed): number {
  const start = process.cpuUsage();
  for (let call = 0; call < calls; call++) run();
  const { user, system } = process.cpuUsage(start);
  return (user + system) / 1000 / calls;
}

function measuredOf({ size, method, gradients, timed }: Pair): Measured {
  const figures = (contents: Contents) => ({
    backward: timed.backward[contents].times,
    whole: timed.whole[contents].times,
    held: gradients[contents].held,
    working: gradients[contents].working,
  });
  const { state, stages } = gradients;
  const same = state.values.every((values, i) => {
    const others = stages.values[i] as Float32Array;
    return values.every((value, j) => Object.is(value, others[j]));
  });
  return { size, method, state: figures("state"), stages: figures("stages"), same };
}
