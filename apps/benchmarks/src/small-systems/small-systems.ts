import { lorenz, lotkaVolterra, vanDerPol } from "@symplectic-adjoint/testing";
import type { Benchmark, Report } from "../benchmark.js";
import { quantile } from "../timing/quantile.js";
import { timeFunctions } from "../timing/time-functions.js";
import { type SmallSystem, smallSystem } from "./small-system.js";

const MOST_RATIO = 3;
const MOST_DISAGREEMENT = 1e-10;

/** Solution and gradient of a few equations in double precision, compared with a hand-written loop. */
export const smallSystems: Benchmark = {
  question:
    "How much slower is the library than a hand-written loop, for a few equations in float64?",
  run,
};

function run(): Report {
  const problems = [lotkaVolterra(), vanDerPol({ parameters: [5] }), lorenz()];
  const systems = problems.flatMap((problem) =>
    [1e-6, 1e-9].map((tolerance) => smallSystem(problem, tolerance)),
  );
  const times = timeFunctions(
    systems.map(({ ours, plain }) => ({
      ours: ours.both,
      plain: plain.both,
      oursSolution: ours.solution,
      plainSolution: plain.solution,
    })),
  );
  const figures = times.map((each, i) => figuresOf(systems[i] as SmallSystem, each));
  return { figures, tables: [table(figures)], failures: figures.flatMap(failuresOf) };
}

type Figures = ReturnType<typeof figuresOf>;

type Times = Readonly<
  Record<"ours" | "plain" | "oursSolution" | "plainSolution", ReadonlyArray<number>>
>;

function figuresOf(system: SmallSystem, times: Times) {
  const { name, tolerance, accepted, rejected, disagreement } = system;
  const ratios = times.ours.map((time, round) => time / (times.plain[round] as number));
  const solutionRatios = times.oursSolution.map(
    (time, round) => time / (times.plainSolution[round] as number),
  );
  return {
    problem: name,
    tolerance,
    accepted,
    rejected,
    disagreement,
    ratio: round(quantile(ratios, 0.5), 2),
    ratioQuartiles: {
      lower: round(quantile(ratios, 0.25), 2),
      upper: round(quantile(ratios, 0.75), 2),
    },
    withinAim: quantile(ratios, 0.5) <= MOST_RATIO,
    diagnostic: {
      oursMs: round(quantile(times.ours, 0.5), 4),
      plainMs: round(quantile(times.plain, 0.5), 4),
      solutionRatio: round(quantile(solutionRatios, 0.5), 2),
    },
  };
}

function table(figures: ReadonlyArray<Figures>) {
  return {
    title: "Solution and gradient, dopri5, symplectic adjoint, float64: medians over the rounds",
    head: [
      "problem",
      "rtol = atol",
      "steps",
      "ours ms",
      "by hand ms",
      "ratio",
      "quartiles",
      `≤ ${MOST_RATIO}`,
      "solution alone",
      "gradients differ",
    ],
    rows: figures.map(({ diagnostic, ...f }) => [
      f.problem,
      f.tolerance.toExponential(0),
      `${f.accepted} + ${f.rejected}`,
      diagnostic.oursMs.toFixed(3),
      diagnostic.plainMs.toFixed(3),
      f.ratio.toFixed(2),
      `${f.ratioQuartiles.lower.toFixed(2)} – ${f.ratioQuartiles.upper.toFixed(2)}`,
      f.withinAim ? "yes" : "no",
      diagnostic.solutionRatio.toFixed(2),
      f.disagreement.toExponential(0),
    ]),
    notes: [
      "Steps: accepted + rejected. The ratio is authoritative, milliseconds are diagnostic. By hand: preallocated arrays,",
      "no validation, no control; the same attempts, error norms, checkpoints and backward pass.",
    ],
  };
}

function failuresOf({
  problem,
  tolerance,
  ratio,
  withinAim,
  disagreement,
}: Figures): Array<string> {
  const where = `${problem} at ${tolerance}`;
  const found: Array<string> = [];
  if (!withinAim)
    found.push(`${where}: ${ratio} times a hand-written loop, more than ${MOST_RATIO}.`);
  if (!(disagreement <= MOST_DISAGREEMENT))
    found.push(`${where}: the relative difference of the gradients is ${disagreement}.`);
  return found;
}

function round(value: number, digits: number): number {
  return Number(value.toFixed(digits));
}
