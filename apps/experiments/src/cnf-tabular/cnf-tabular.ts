import type { Table } from "@symplectic-adjoint/benchmarks/report/table";
import { checkClaims } from "../comparison/check-claims.js";
import { comparisonPicture } from "../comparison/comparison-picture.js";
import { comparisonTable, mebibytes } from "../comparison/comparison-table.js";
import { type Experiment, experiment } from "../framework/experiment.js";
import { FUNCTIONS } from "../solving/counting.js";
import { type PaperResult, paperPart } from "./paper-part.js";
import { PAPER_TABLES } from "./paper-sizes.js";
import { type RealResult, realPart } from "./real-part.js";
import { REAL_TABLES } from "./tables.js";

/** Flows of tables: small real ones, trained, and the sizes of the paper's five, for memory and time. */
export const cnfTabular: Experiment = experiment<PaperResult | RealResult>({
  plan: ({ quick }) => [
    ...PAPER_TABLES.map((name) => ({
      ...{ name, weight: 1 },
      run: (context: Parameters<typeof paperPart>[1]) => paperPart(name, context),
    })),
    ...REAL_TABLES.slice(0, quick ? 2 : undefined).map((name) => ({
      ...{ name, weight: 1 },
      run: (context: Parameters<typeof realPart>[1]) => realPart(name, context),
    })),
  ],
  report(results) {
    const all = [...results.values()];
    const paper = all.filter((result) => result.kind === "paper");
    const real = all.filter((result) => result.kind === "real");
    const compared = all.flatMap((result) =>
      result.comparison === undefined ? [] : [{ ...result, comparison: result.comparison }],
    );
    return {
      tables: [
        paperTable(paper),
        realResults(real),
        ...compared.map((result) =>
          comparisonTable({
            ...{ title: result.name, loss: "NLL", comparison: result.comparison },
            ...("short" in result && result.short && { short: result.short }),
          }),
        ),
      ],
      pictures: Object.fromEntries(
        compared.map(({ name, comparison }) => [
          name.replaceAll(" ", "-").toLowerCase(),
          comparisonPicture(name, comparison),
        ]),
      ),
      figures: { paper, real },
      failures: [
        ...compared.flatMap(({ name, comparison }) => checkClaims(name, comparison)),
        ...paper.flatMap(checkPeaks),
      ],
    };
  },
});

const OURS = "odeintSymplecticAdjoint";

function checkPeaks({ name, peaks }: PaperResult): Array<string> {
  return ["odeint", "odeintOnecheckpoint", "odeintCheckpoint"].flatMap((other) =>
    (peaks[OURS] ?? 0) < (peaks[other] ?? Number.POSITIVE_INFINITY)
      ? []
      : [`${name} at the paper's batch: the peak is not below that of ${other}.`],
  );
}

function paperTable(results: ReadonlyArray<PaperResult>): Table {
  return {
    title: "Peak memory in MiB at the sizes of the paper, with seeded data",
    head: ["table", "batch", "steps", ...FUNCTIONS.map(({ name }) => name)],
    rows: results.map(({ name, batch, comparison, peaks }) => [
      ...[name, batch, comparison.steps],
      ...FUNCTIONS.map((each) => {
        const peakBytes = peaks[each.name];
        return peakBytes === undefined ? "–" : mebibytes({ peakBytes, predicted: true });
      }),
    ]),
    notes: [
      "* from four small runs of the same network: bytes are linear in the batch and in the number of steps.",
      "Steps: of all blocks together, with the weights before training.",
    ],
  };
}

function realResults(results: ReadonlyArray<RealResult>): Table {
  return {
    title: "Negative log-likelihood of unseen rows, standardised, in nats",
    head: ["table", "rows", "columns", "iterations", "NLL", "independent normals", "seconds"],
    rows: results.map(({ name, absent, rows = "–", dimension, training, nll }) => {
      if (absent) return [name, "not fetched: scripts/datasets.sh does it", "", "", "", "", ""];
      return [
        ...[name, rows, dimension ?? "–", training?.iterations ?? 0, nll?.toFixed(3) ?? "–"],
        ((dimension ?? 0) * 0.5 * (1 + Math.log(2 * Math.PI))).toFixed(3),
        training?.seconds.toFixed(0) ?? "–",
      ];
    }),
    notes: ["The paper's own tables cannot be had from a package registry."],
  };
}
