import type { Table } from "@symplectic-adjoint/benchmarks/report/table";
import { drawPanels } from "@symplectic-adjoint/examples/draw-panels";
import { checkClaims } from "../comparison/check-claims.js";
import { comparisonPicture } from "../comparison/comparison-picture.js";
import { comparisonTable, exponential } from "../comparison/comparison-table.js";
import { linePanel } from "../drawing/panels.js";
import { type Experiment, type ExperimentOptions, experiment } from "../framework/experiment.js";
import { type SystemResult, type SystemSizes, systemPart } from "./system-part.js";
import { SYSTEMS } from "./systems.js";

function sizesOf({ quick }: ExperimentOptions): SystemSizes {
  if (quick) {
    return {
      ...{ hidden: [10], training: 3, test: 1, steps: 20, batch: 8, accuracyBatch: 2 },
      ...{ trainingBatch: 8, iterations: 10, shortIterations: 2 },
    };
  }
  return {
    ...{ hidden: [200], training: 50, test: 5, steps: 100, batch: 200, accuracyBatch: 4 },
    ...{ trainingBatch: 200, iterations: 2000, shortIterations: 20 },
  };
}

/** Learns the energies of a mass on a spring, a pendulum and two bodies. */
export const smallSystems: Experiment = experiment<SystemResult>({
  // Its operations are small.
  engine: "wasm",
  plan: (options) =>
    SYSTEMS.map((system) => ({
      ...{ name: system.name, weight: system.size },
      run: (context) => systemPart(system, sizesOf(options), context),
    })),
  report(results, options) {
    const all = [...results.values()];
    const compared = all.flatMap(({ name, comparison, short }) =>
      comparison === undefined ? [] : [{ name, comparison, short }],
    );
    return {
      tables: [
        systemTable(all, sizesOf(options)),
        ...compared.map(({ name, comparison, short }) =>
          comparisonTable({ title: name, loss: "MSE", comparison, short }),
        ),
      ],
      pictures: {
        trajectories: trajectories(all),
        ...Object.fromEntries(
          compared.map(({ name, comparison }) => [
            name.replaceAll(" ", "-"),
            comparisonPicture(name, comparison),
          ]),
        ),
      },
      figures: {
        sizes: sizesOf(options),
        systems: all.map(({ tested, ...figures }) => ({
          ...figures,
          ...{ stateError: tested?.stateError, energyError: tested?.energyError },
        })),
      },
      failures: compared.flatMap(({ name, comparison }) => checkClaims(name, comparison)),
    };
  },
});

function systemTable(results: ReadonlyArray<SystemResult>, sizes: SystemSizes): Table {
  return {
    title: `Mean square errors of a prediction over ${sizes.steps} steps from an unseen state`,
    head: ["system", "iterations", "batch", "state", "energy", "seconds"],
    rows: results.map(({ name, training, tested }) => [
      ...[name, training.iterations, sizes.trainingBatch],
      ...[exponential(tested?.stateError), exponential(tested?.energyError)],
      training.seconds.toFixed(0),
    ]),
    notes: [
      "Mass and pendulum are learned from data with noise of deviation 0.1, two bodies without noise.",
    ],
  };
}

/** The first coordinate and momentum over time, true and predicted. */
function trajectories(results: ReadonlyArray<SystemResult>): string {
  const panels = results.flatMap(({ name, tested }, i) => {
    if (tested === undefined) return [];
    const { found, truth } = tested;
    const points = (states: ReadonlyArray<ReadonlyArray<number>>) =>
      states.map((y, n) => [n * 0.2, y[0] as number] as const);
    const frame = { left: 80 + 380 * i, top: 130, width: 280, height: 280 };
    return [
      linePanel(name, frame, { x: { name: "t" }, y: { name: "q" } }, [
        { name: "truth", points: points(truth) },
        { name: "learned", points: points(found) },
      ]),
    ];
  });
  return drawPanels(panels, {
    text: "Learned energies: unseen trajectories",
    subtext: "First coordinate over time, from the same initial state",
    height: 480,
  });
}
