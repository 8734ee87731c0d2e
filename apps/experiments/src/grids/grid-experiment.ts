import type { Table } from "@symplectic-adjoint/benchmarks/report/table";
import { drawPanels } from "@symplectic-adjoint/examples/draw-panels";
import { checkClaims } from "../comparison/check-claims.js";
import { comparisonPicture } from "../comparison/comparison-picture.js";
import { comparisonTable, exponential } from "../comparison/comparison-table.js";
import { imagePanel, linePanel } from "../drawing/panels.js";
import { type Experiment, type ExperimentOptions, experiment } from "../framework/experiment.js";
import {
  type GridResult,
  type GridSizes,
  type GridTest,
  gridPart,
  gridSolves,
} from "./grid-part.js";
import type { Pde } from "./pde.js";

const KINDS = ["HNN++", "NODE"] as const;
const ERRORS = ["velocity", "energy", "mass", "state"] as const;

/** Learns a partial differential equation with a network of its energy, and with a plain one. */
export function gridExperiment(
  pde: Pde,
  sizesOf: (options: ExperimentOptions) => GridSizes,
): Experiment {
  return experiment<GridResult>({
    plan: (options) =>
      KINDS.map((kind) => ({
        name: kind,
        weight: 1,
        run: (context) => gridPart(pde, kind, sizesOf(options), context),
      })),
    report(results, options) {
      const all = [...results.values()];
      const sizes = sizesOf(options);
      return {
        tables: [
          modelTable(pde, all, sizes, options),
          ...all.flatMap(({ kind, comparison, short }) =>
            comparison === undefined
              ? []
              : [
                  comparisonTable({
                    title: `${pde.name}, ${kind}`,
                    loss: "MSE",
                    comparison,
                    ...(short && { short }),
                  }),
                ],
          ),
        ],
        pictures: Object.assign({}, ...all.map((result) => picturesOf(pde, result))),
        figures: {
          sizes,
          models: all.map(({ tested, ...figures }) => ({ ...figures, errors: tested?.errors })),
        },
        failures: all.flatMap(({ kind, comparison }) =>
          comparison === undefined ? [] : checkClaims(`${pde.name}, ${kind}`, comparison),
        ),
      };
    },
  });
}

function modelTable(
  pde: Pde,
  results: ReadonlyArray<GridResult>,
  sizes: GridSizes,
  { quick }: ExperimentOptions,
): Table {
  const { method, rtol, atol } = gridSolves(pde, quick);
  return {
    title: `${pde.name}: mean square errors of a rollout of ${sizes.steps} steps from an unseen state`,
    head: ["model", "iterations", "batch", "du/dt", "energy", "mass", "u", "seconds"],
    rows: results.map(({ kind, training, tested }) => [
      ...[kind, training.iterations, sizes.trainingBatch],
      ...ERRORS.map((name) => exponential(tested?.errors[name])),
      training.seconds.toFixed(0),
    ]),
    notes: [
      "The paper trains for 10000 iterations of 200 pairs.",
      `Models are solved by ${method} at rtol ${rtol}, atol ${atol}.`,
    ],
  };
}

function picturesOf(pde: Pde, result: GridResult): Record<string, string> {
  const { kind, training, tested, comparison } = result;
  const name = kind === "NODE" ? "node" : "hnn";
  return {
    ...(tested && { [`${name}-space-time`]: spaceTime(pde, kind, tested, training.losses) }),
    ...(comparison && {
      [`${name}-functions`]: comparisonPicture(`${pde.name}, ${kind}`, comparison),
    }),
  };
}

function spaceTime(
  pde: Pde,
  kind: string,
  { found, truth }: GridTest,
  losses: ReadonlyArray<number>,
): string {
  const flat = truth.flat();
  const range = [Math.min(...flat), Math.max(...flat)] as const;
  const errors = found.flat().map((x, i) => x - (flat[i] as number));
  const largest = Math.max(...errors.map(Math.abs), 1e-12);
  const axes = {
    x: { name: "x", from: 0, to: pde.length },
    y: { name: "t", from: 0, to: Number((pde.dt * 5 * (truth.length - 1)).toPrecision(4)) },
  };
  const frame = (i: number) => ({ left: 60 + 290 * i, top: 130, width: 220, height: 340 });
  const columns = pde.points;
  return drawPanels(
    [
      imagePanel("Truth", frame(0), axes, { columns, values: flat, range }),
      imagePanel(kind, frame(1), axes, { columns, values: found.flat(), range }),
      imagePanel(`Error, ±${largest.toPrecision(2)}`, frame(2), axes, {
        ...{ columns, values: errors, range: [-largest, largest] as const },
        map: "diverging",
      }),
      linePanel(
        "Training",
        { ...frame(3), left: 960, width: 210 },
        { x: { name: "part of the iterations" }, y: { name: "MSE", logarithmic: true } },
        [
          {
            name: "loss",
            points: losses.map((loss, i) => [(i + 1) / losses.length, loss] as const),
          },
        ],
      ),
    ],
    { text: `${pde.name}: an unseen trajectory`, subtext: `u over x and t`, height: 540 },
  );
}
