import type { Table } from "@symplectic-adjoint/benchmarks/report/table";
import { drawPanels } from "@symplectic-adjoint/examples/draw-panels";
import { backpropagation } from "symplectic-adjoint";
import { toyPoints } from "../cnf-toys/densities.js";
import { exponential } from "../comparison/comparison-table.js";
import { measureFunction } from "../comparison/measure-function.js";
import { linePanel } from "../drawing/panels.js";
import type { FlowSizes } from "../flows/flow-model.js";
import { flowProblem } from "../flows/flow-of-size.js";
import { plainFlowGradient } from "../flows/plain-flow.js";
import {
  type Experiment,
  experiment,
  type PartContext,
  type PartResult,
} from "../framework/experiment.js";
import { relativeDistance, valuesOf } from "../plain/values-of.js";
import { FUNCTIONS } from "../solving/counting.js";
import { livelyFlow } from "./sweep-flow.js";

/** One number of steps: distances of the gradients in single precision from that in double precision, by function. */
interface RoundingResult {
  readonly steps: number;
  readonly errors: Readonly<Record<string, number>>;
}

const countsOf = (quick: boolean) => (quick ? [4, 8, 16] : [10, 20, 50, 100, 200, 500, 1000]);
const ROWS = 10;

/** The flow of a density in the plane. */
function sizesOf(quick: boolean): FlowSizes {
  return {
    ...{ dimension: 2, blocks: 1, hidden: quick ? [8, 8] : [32, 32], layer: "concatsquash" },
    ...{ activation: "tanh", divergence: "exact", endTime: 1 },
  };
}

/** Rounding of gradients against the number of steps: single precision beside double, on the same equal steps. */
export const rounding: Experiment = experiment<RoundingResult>({
  plan: ({ quick }) =>
    countsOf(quick).map((count) => ({
      ...{ name: `${count} steps`, weight: count },
      run: (context) => runSteps(count, context),
    })),
  report(results) {
    const all = [...results.values()];
    return {
      tables: [table(all)],
      pictures: { errors: picture(all) },
      figures: all,
      failures: all.flatMap(check),
    };
  },
});

async function runSteps(
  steps: number,
  { quick, signal, progress }: PartContext,
): Promise<PartResult<RoundingResult>> {
  const how = { method: "dopri5", stepsPerInterval: steps } as const;
  const model = livelyFlow(sizesOf(quick), how);
  const rows = toyPoints("8gaussians", ROWS, 1);
  const values = await valuesOf(model.variables);
  const noise = new Float64Array(rows.length);
  const { gradient } = plainFlowGradient(model, values, Float64Array.from(rows), noise, {
    ...how,
    adjoint: backpropagation(),
  });
  const problem = flowProblem(model, rows);
  const errors: Record<string, number> = {};
  for (const [i, each] of FUNCTIONS.entries()) {
    if (signal.aborted) break;
    progress((i + 1) / (FUNCTIONS.length + 1), each.name);
    const measured = await measureFunction(each, problem, { runs: 0 });
    errors[each.name] = relativeDistance(measured.gradient, gradient);
  }
  problem.dispose();
  model.flow.dispose();
  return { result: { steps, errors }, complete: !signal.aborted };
}

/** The exact strategies round alike: the symplectic adjoint method is no worse than four times backpropagation. */
function check({ steps, errors }: RoundingResult): Array<string> {
  const [ours, exact] = [errors.odeintSymplecticAdjoint, errors.odeint];
  if (ours === undefined || exact === undefined || ours <= 4 * exact) return [];
  return [`${steps} steps: an error of ${ours}, and ${exact} by backpropagation.`];
}

function table(results: ReadonlyArray<RoundingResult>): Table {
  return {
    title:
      "Error of the gradient in single precision, relative to double precision on the same steps of dopri5",
    head: ["steps", ...FUNCTIONS.map(({ name }) => name)],
    rows: results.map(({ steps, errors }) => [
      steps,
      ...FUNCTIONS.map(({ name }) => exponential(errors[name])),
    ]),
    notes: [
      "Double precision differentiates the discrete solution: of odeintAdjoint, the error of its own discretisation is in it.",
    ],
  };
}

function picture(results: ReadonlyArray<RoundingResult>): string {
  const frame = { left: 90, top: 130, width: 560, height: 340 };
  const lines = FUNCTIONS.map(({ name }) => ({
    name,
    points: results.flatMap(({ steps, errors }) =>
      errors[name] === undefined ? [] : [[steps, errors[name]] as const],
    ),
  }));
  const axes = {
    x: { name: "steps", logarithmic: true },
    y: { name: "relative error", logarithmic: true },
  };
  return drawPanels([linePanel("Error of the gradient", frame, axes, lines)], {
    text: "Rounding against the number of steps",
    subtext: "Single precision beside double, the flow of a density in the plane",
    ...{ width: 720, height: 540 },
  });
}
