import * as tf from "@tensorflow/tfjs";
import { measureMemory } from "symplectic-adjoint";
import type { SolvingFunction } from "../solving/counting.js";
import { interpreted } from "../solving/interpreted.js";
import { gradientOf } from "./measure-function.js";
import type { SizedProblem } from "./problem.js";

/** Rows and steps of the small runs; a peak of many steps lies elsewhere than that of one. */
const ROWS = [8, 16] as const;
const STEPS = [3, 5] as const;

/**
 * The peak of a gradient that is too large to be computed. Buffers have either the size of the parameters or one
 * proportional to the batch, and are held either throughout or for each step, so the peak is a + b·rows + (c + d·rows)·steps,
 * measured in four small runs: within two per cent, since the moment of the peak may change with the sizes.
 *
 * @param steps Of each solve, on average; need not be an integer.
 */
export function predictPeak(
  { odeint }: SolvingFunction,
  problem: SizedProblem,
  rows: number,
  steps: number,
): number {
  const peak = (r: number, n: number) => {
    const sized = problem.sized(r, n);
    const { value, peakBytes } = measureMemory(() =>
      gradientOf(sized, () => sized.loss(interpreted(odeint))),
    );
    tf.dispose([value.loss, [...value.gradient]]);
    sized.dispose();
    return peakBytes;
  };
  const alongRows = (n: number) => {
    const [few, many] = [peak(ROWS[0], n), peak(ROWS[1], n)];
    return few + ((many - few) / (ROWS[1] - ROWS[0])) * (rows - ROWS[0]);
  };
  const [short, long] = [alongRows(STEPS[0]), alongRows(STEPS[1])];
  return Math.round(short + ((long - short) / (STEPS[1] - STEPS[0])) * (steps - STEPS[0]));
}
