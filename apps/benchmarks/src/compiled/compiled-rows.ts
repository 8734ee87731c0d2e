import { type GradientMethod, gradientMethods, networkCase } from "../cases/case-key.js";
import { type NamedSize, networkSizes } from "../cases/sizes.js";
import { showTime } from "../report/show-time.js";
import type { Table } from "../report/table.js";
import { failuresOf, judge, type Limit, showVerdict, type Verdict } from "../report/verdict.js";
import type { Measurements } from "../runners/measure-cases.js";
import type { RunnerKey } from "../runners/runner-key.js";
import { medianOf, ratioOf, type Series } from "../timing/ratio.js";

/** One size and method, in all ways of computing it. */
export interface CompiledRow {
  readonly size: string;
  readonly method: GradientMethod;
  /** The fastest engine with f as it is, and with f compiled. */
  readonly engines: { readonly interpreted: string; readonly compiled: string };
  /** The fastest engine's time with f as it is ÷ the best time compiled, both in float32. */
  readonly speedup: Verdict | undefined;
  /** The same of the wasm engine alone. */
  readonly wasmSpeedup: Verdict | undefined;
  /** Compiled ÷ the loop by hand that does the same work: the better of float32 and float64. */
  readonly byHand: Verdict | undefined;
  /** Best compiled ÷ XLA. A target: missing it is not a failure. */
  readonly xla: Verdict | undefined;
  readonly diagnostic: Readonly<Record<Way, number | undefined>>;
}

/** The columns of times. */
const ways = [
  "interpreted",
  "compiled",
  "graphs",
  "javascript",
  "float64",
  "by hand",
  "stages kept",
  "PyTorch",
  "XLA",
] as const;
type Way = (typeof ways)[number];

/** Keys of runners that are no engines. */
export const FLOAT64: RunnerKey = { platform: "float64", variant: "compiled" };
export const GRAPHS: RunnerKey = { platform: "tensorflow", variant: "graphs" };
export const BY_HAND: RunnerKey = { platform: "by-hand" };
export const BY_HAND_STAGES: RunnerKey = { platform: "by-hand-stages" };
export const XLA: RunnerKey = { platform: "XLA" };
export const PYTORCH: RunnerKey = { platform: "PyTorch" };

/** A row for each size and method. */
export function compiledRows(
  engines: ReadonlyArray<string>,
  { seconds }: Pick<Measurements, "seconds">,
): ReadonlyArray<CompiledRow> {
  return networkSizes.flatMap((size) =>
    gradientMethods.map((method) => {
      const key = networkCase(method, size);
      const of = (runner: RunnerKey) => seconds(runner, key);
      const fastest = (variant?: "compiled" | "javascript") => best(engines, variant, of);
      const interpreted = fastest();
      const graphs = of(GRAPHS);
      const compiled = fasterOf(fastest("compiled"), { engine: "graphs", series: graphs });
      const float64 = of(FLOAT64);
      const nearest = faster(compiled.series, float64);
      const rk4 = method === "rk4";
      return {
        size: size.name,
        method,
        engines: { interpreted: interpreted.engine, compiled: compiled.engine },
        speedup: judge(
          ratioOf(interpreted.series, compiled.series),
          rk4 ? speedupLimit(size) : undefined,
        ),
        wasmSpeedup: judge(
          ratioOf(of({ platform: "wasm" }), compiled.series),
          rk4 && size.large ? { atLeast: 1 } : undefined,
        ),
        byHand: judge(
          ratioOf(nearest, of(BY_HAND)),
          rk4 && size.name === "1x2x16" ? { atMost: 1.2 } : undefined,
        ),
        xla: judge(ratioOf(compiled.series, of(XLA)), { atMost: 1 }),
        diagnostic: {
          interpreted: medianOf(interpreted.series),
          compiled: medianOf(compiled.series),
          graphs: medianOf(graphs),
          javascript: medianOf(fastest("javascript").series),
          float64: medianOf(float64),
          "by hand": medianOf(of(BY_HAND)),
          "stages kept": medianOf(of(BY_HAND_STAGES)),
          PyTorch: medianOf(of(PYTORCH)),
          XLA: medianOf(of(XLA)),
        },
      };
    }),
  );
}

/** How many times faster than the best engine without compiling. */
function speedupLimit({ name }: NamedSize): Limit | undefined {
  if (name === "1x2x16") return { atLeast: 10 };
  return name === "64x2x64" ? { atLeast: 1.4 } : undefined;
}

/** Times, and what they are of. */
interface Contestant {
  readonly engine: string;
  readonly series: Series | undefined;
}

function best(
  engines: ReadonlyArray<string>,
  variant: "compiled" | "javascript" | undefined,
  of: (runner: RunnerKey) => Series | undefined,
): Contestant {
  return engines
    .map((platform) => ({
      engine: platform,
      series: of(variant === undefined ? { platform } : { platform, variant }),
    }))
    .reduce(fasterOf, { engine: "–", series: undefined });
}

function fasterOf(a: Contestant, b: Contestant): Contestant {
  return b.series !== undefined && faster(a.series, b.series) === b.series ? b : a;
}

function faster(a: Series | undefined, b: Series | undefined): Series | undefined {
  const [first, second] = [medianOf(a), medianOf(b)];
  if (first === undefined) return b;
  return second !== undefined && second < first ? b : a;
}

/** The rows for a reader. */
export function compiledTable(rows: ReadonlyArray<CompiledRow>): Table {
  return {
    title: "Whole gradients by the symplectic adjoint: rk4, 20 steps; dopri5, rtol = atol = 1e-5",
    head: ["size", "method", ...ways, "times faster", "than wasm", "÷ by hand", "÷ XLA"],
    rows: rows.map(({ size, method, engines, diagnostic, ...ratios }) => [
      size,
      method,
      ...ways.map((way) => showTime(diagnostic[way]) + engineOf(way, engines)),
      showVerdict(ratios.speedup),
      showVerdict(ratios.wasmSpeedup),
      showVerdict(ratios.byHand),
      showVerdict(ratios.xla),
    ]),
    notes: [
      "Interpreted, compiled: in float32, on the fastest of the engines. javascript: the executor in plain JavaScript.",
      "Graphs: the executor in TensorFlow, on tfjs-node. The best of compiled and graphs counts.",
      "float64: compiled, in double precision. By hand: a loop over Float64Arrays for this network alone, rk4 only, that does the same work.",
      "Stages kept: the same loop without the second evaluation of the stages, which takes memory for all of them.",
      "PyTorch: the authors' implementation of the symplectic adjoint. XLA: after compiling, which takes seconds.",
    ],
  };
}

function engineOf(way: Way, engines: CompiledRow["engines"]): string {
  return way === "interpreted" || way === "compiled" ? ` ${engines[way]}` : "";
}

/** What is not within its limits. */
export function compiledFailures(rows: ReadonlyArray<CompiledRow>): ReadonlyArray<string> {
  return rows.flatMap(({ size, method, speedup, wasmSpeedup, byHand }) => [
    ...failuresOf(`${size}, ${method}: interpreted ÷ compiled`, speedup),
    ...failuresOf(`${size}, ${method}: wasm ÷ compiled`, wasmSpeedup),
    ...failuresOf(`${size}, ${method}: compiled ÷ by hand`, byHand),
  ]);
}
