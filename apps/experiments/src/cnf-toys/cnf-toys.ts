import type { Table } from "@symplectic-adjoint/benchmarks/report/table";
import { drawPanels } from "@symplectic-adjoint/examples/draw-panels";
import type { Panel } from "@symplectic-adjoint/examples/panel";
import { checkClaims } from "../comparison/check-claims.js";
import { comparisonPicture } from "../comparison/comparison-picture.js";
import { comparisonTable } from "../comparison/comparison-table.js";
import { imagePanel } from "../drawing/panels.js";
import { type Experiment, type ExperimentOptions, experiment } from "../framework/experiment.js";
import { ENTROPY, TOYS } from "./densities.js";
import { type ToyResult, type ToySizes, toyPart } from "./toy-part.js";

/** How far above the entropy a trained flow may be, in nats. */
const TOLERANCE = 0.1;

function sizesOf({ quick }: ExperimentOptions): ToySizes {
  if (quick) {
    return {
      ...{
        hidden: [8],
        batch: 16,
        trainingBatch: 16,
        accuracyBatch: 4,
        iterations: 5,
        shortIterations: 2,
      },
      ...{ testPoints: 64, columns: 40 },
    };
  }
  return {
    ...{ hidden: [64, 64, 64], batch: 100, accuracyBatch: 10 },
    ...{ trainingBatch: 256, iterations: 3000 },
    ...{ shortIterations: 20, testPoints: 5000, columns: 100 },
  };
}

/** Eight densities in the plane as continuous normalizing flows. */
export const cnfToys: Experiment = experiment<ToyResult>({
  // Its operations are small.
  engine: "wasm",
  plan: (options) =>
    TOYS.map((name) => ({
      name,
      weight: 1,
      run: (context) => toyPart(name, sizesOf(options), context),
    })),
  report(results, options) {
    const all = [...results.values()];
    const sizes = sizesOf(options);
    const compared = all.flatMap(({ name, comparison, short }) =>
      comparison === undefined ? [] : [{ name, comparison, short }],
    );
    const [first] = compared;
    return {
      tables: [
        likelihoods(all, sizes),
        ...compared.map(({ name, comparison, short }) =>
          comparisonTable({ title: name, loss: "NLL", comparison, ...(short && { short }) }),
        ),
      ],
      pictures: {
        ...(all.some(({ picture }) => picture) && { densities: densities(all) }),
        ...(first && { functions: comparisonPicture(first.name, first.comparison) }),
      },
      figures: { sizes, toys: all.map(({ picture: _, ...figures }) => figures) },
      failures: [
        ...compared.flatMap(({ name, comparison }) => checkClaims(name, comparison)),
        ...all.flatMap((result) => checkToy(result, options)),
      ],
    };
  },
});

/** What is wrong with a trained flow, as sentences. */
function checkToy({ name, nll, integral }: ToyResult, { quick }: ExperimentOptions): Array<string> {
  const failures: Array<string> = [];
  if (integral !== undefined && Math.abs(integral - 1) > 0.01)
    failures.push(`${name}: the density integrates to ${integral.toFixed(4)}.`);
  const entropy = ENTROPY[name];
  if (!quick && entropy !== undefined && nll !== undefined && nll > entropy + TOLERANCE)
    failures.push(`${name}: ${nll.toFixed(3)} nats are more than 0.1 above ${entropy.toFixed(3)}.`);
  return failures;
}

function likelihoods(results: ReadonlyArray<ToyResult>, sizes: ToySizes): Table {
  return {
    title: "Negative log-likelihood of unseen points, in nats",
    head: ["density", "iterations", "NLL", "entropy", "integral on a grid", "seconds"],
    rows: results.map(({ name, training, nll, integral }) => [
      ...[name, training.iterations, nll?.toFixed(3) ?? "–", ENTROPY[name]?.toFixed(3) ?? ""],
      ...[integral?.toFixed(4) ?? "–", training.seconds.toFixed(0)],
    ]),
    notes: [`The paper's authors train for 10000 iterations; batch ${sizes.trainingBatch}.`],
  };
}

function densities(results: ReadonlyArray<ToyResult>): string {
  const shown = results.flatMap(({ name, picture }) => (picture ? [{ name, picture }] : []));
  const panels = shown.flatMap(({ name, picture }, i): Array<Panel> => {
    const { extent, columns, density, samples } = picture;
    const frame = (column: number) => ({
      left: 50 + 250 * (2 * (i % 2) + column),
      top: 130 + 280 * Math.floor(i / 2),
      width: 200,
      height: 200,
    });
    const axis = { name: "", from: -extent, to: extent };
    const axes = { x: axis, y: axis };
    const image = { columns, values: density, range: [0, 255] as const };
    const blank = imagePanel(`${name}: samples`, frame(1), axes, { ...image, values: [] });
    return [
      imagePanel(`${name}: density`, frame(0), axes, image),
      {
        ...blank,
        graphic: [],
        series: [
          {
            type: "scatter",
            symbol: "circle",
            symbolSize: 2,
            color: "#0072b2",
            data: Array.from({ length: samples.length / 2 }, (_, k) =>
              samples.slice(2 * k, 2 * k + 2),
            ),
          },
        ],
      },
    ];
  });
  return drawPanels(panels, {
    ...{ text: "Continuous normalizing flows of eight densities", width: 1060 },
    subtext: "Density and samples of each flow, trained by the symplectic adjoint method",
    height: 150 + 280 * Math.ceil(shown.length / 2),
  });
}
