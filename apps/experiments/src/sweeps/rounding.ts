import { backpropagation } from "symplectic-adjoint";
import { toyPoints } from "../cnf-toys/densities.js";
import { exponential } from "../comparison/comparison-table.js";
import { measureFunction } from "../comparison/measure-function.js";
import type { FlowSizes } from "../flows/flow-model.js";
import { flowProblem } from "../flows/flow-of-size.js";
import { plainFlowGradient } from "../flows/plain-flow.js";
import type { Experiment, PartContext, PartResult } from "../framework/experiment.js";
import { relativeDistance, valuesOf } from "../plain/values-of.js";
import { FUNCTIONS } from "../solving/counting.js";
import { livelyFlow } from "./sweep-flow.js";
import { sweepOverCounts } from "./sweep-over-counts.js";

/** One number of steps: distances of the gradients in single precision from that in double precision, by function. */
interface RoundingResult {
  readonly steps: number;
  readonly errors: Readonly<Record<string, number>>;
}

const ROWS = 10;

/** The flow of a density in the plane. */
function sizesOf(quick: boolean): FlowSizes {
  return {
    ...{ dimension: 2, blocks: 1, hidden: quick ? [8, 8] : [32, 32], layer: "concatsquash" },
    ...{ activation: "tanh", divergence: "exact", endTime: 1 },
  };
}

/** Rounding of gradients against the number of steps: single precision beside double, on the same equal steps. */
export const rounding: Experiment = sweepOverCounts<RoundingResult>({
  quickCounts: [4, 8, 16],
  run: runSteps,
  check: (results) => results.flatMap(check),
  table: {
    title: () =>
      "Error of the gradient in single precision, relative to double precision on the same steps of dopri5",
    note: "Double precision differentiates the discrete solution: of odeintAdjoint, the error of its own discretisation is in it.",
    cell: ({ errors }, name) => exponential(errors[name]),
  },
  picture: {
    name: "errors",
    text: "Rounding against the number of steps",
    subtext: "Single precision beside double, the flow of a density in the plane",
    panel: "Error of the gradient",
    y: "relative error",
    value: ({ errors }, name) => errors[name],
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
