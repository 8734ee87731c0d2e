import * as tf from "@tensorflow/tfjs";
import type { Benchmark, BenchmarkOptions, Report } from "../benchmark.js";
import { networkSizes } from "../cases/sizes.js";
import { nodeEngines } from "../engines/node-engine.js";
import { showProgress } from "../report/show-progress.js";
import type { Table } from "../report/table.js";
import { failuresOf, judge, showVerdict, type Verdict } from "../report/verdict.js";
import { interleave } from "../timing/interleave.js";
import { ratioOf } from "../timing/ratio.js";
import { type OutputCase, outputCase } from "./output-case.js";

const FEW = 2;
const COUNTED = 1001;
const MANY = 10_000;
const ROUNDS = 41;
/** Rounds before the measurement, in which code is compiled. */
const WARM_UP = 20;
/** Limit of the time with many outputs, relative to that with two. */
const MOST_RATIO = 3;
/** The network that the limit is for. In the smaller one, the outputs have more numbers than a whole solve computes with. */
const JUDGED = "64x2x64";
/** Small enough for 10,000 states, large enough that f is not all overhead. */
const SIZES = networkSizes.filter(({ batch, state }) => batch * state <= 128);

/** What interpolated outputs cost. */
export const outputs: Benchmark = {
  question: "What do many interpolated outputs cost, compared with two?",
  run,
};

type Pass = "forward" | "gradient";

/** One network. */
interface OutputRow {
  readonly network: string;
  readonly counts: Readonly<Record<"few" | "many", ReturnType<OutputCase["evaluations"]>>>;
  readonly forward: Verdict | undefined;
  readonly gradient: Verdict | undefined;
}

interface Timed {
  readonly of: OutputCase;
  readonly pass: Pass;
  readonly times: Array<number>;
}

async function run({ engines = [], quick = false }: BenchmarkOptions = {}): Promise<Report> {
  tf.enableProdMode();
  const [engine = "wasm"] = engines;
  const activate = nodeEngines[engine];
  if (activate === undefined) throw new Error(`There is no engine ${engine} in Node.`);
  await activate(false);
  const [rounds, warmUp] = quick ? [2, 1] : [ROUNDS, WARM_UP];
  const rows = SIZES.map((size): OutputRow => {
    const [few, many] = [outputCase(size, FEW), outputCase(size, MANY)] as const;
    const counts = { few: few.evaluations(), many: outputCase(size, COUNTED).evaluations() };
    const timed = (pass: Pass) =>
      [few, many].map((each): Timed => ({ of: each, pass, times: [] })) as [Timed, Timed];
    const pairs = { forward: timed("forward"), gradient: timed("gradient") };
    for (const { round, item } of interleave<Timed>(Object.values(pairs), rounds + warmUp)) {
      showProgress(round / (rounds + warmUp));
      const milliseconds = timeOf(item.of[item.pass]);
      if (round >= warmUp) item.times.push(milliseconds);
    }
    const limit = size.name === JUDGED ? { atMost: MOST_RATIO } : undefined;
    const verdict = ([two, others]: [Timed, Timed]) =>
      judge(ratioOf(others.times, two.times), limit);
    return {
      network: size.name,
      counts,
      forward: verdict(pairs.forward),
      gradient: verdict(pairs.gradient),
    };
  });
  showProgress(1);
  const unequal = rows
    .filter(({ counts: { few, many } }) => few.forward !== many.forward)
    .map(({ network }) => `${network}: the number of outputs changes the number of evaluations`);
  const slow = rows.flatMap(({ network, forward, gradient }) => [
    ...failuresOf(`${network}: ${MANY} outputs ÷ ${FEW}, forward`, forward),
    ...failuresOf(`${network}: ${MANY} outputs ÷ ${FEW}, with the gradient`, gradient),
  ]);
  return {
    figures: { engine, rows },
    tables: [table(rows, engine)],
    failures: [...unequal, ...slow],
  };
}

function table(rows: ReadonlyArray<OutputRow>, engine: string): Table {
  return {
    title: `Interpolated outputs on the engine ${engine}, dopri5: evaluations of f, and time relative to ${FEW} outputs`,
    head: [
      "network",
      `f, ${FEW} outputs`,
      `f, ${COUNTED} outputs`,
      "f backward",
      "f backward",
      `forward, ${MANY} ÷`,
      `with the gradient, ${MANY} ÷`,
    ],
    rows: rows.map(({ network, counts: { few, many }, forward, gradient }) => [
      network,
      few.forward,
      many.forward,
      few.backward,
      many.backward,
      showVerdict(forward),
      showVerdict(gradient),
    ]),
    notes: [
      "Networks: batch x state x width. Ratios are of processor time. The gradient is that of the mean of the squares of all outputs,",
      "whose own cost is included. The backward pass also evaluates the last stage of steps with outputs within them.",
    ],
  };
}

function timeOf(body: () => void): number {
  const start = process.cpuUsage();
  body();
  const { user, system } = process.cpuUsage(start);
  return (user + system) / 1000;
}
