import { type ButcherTableau, InvalidArgumentError } from "@symplectic-adjoint/core";
import type { TestProblem } from "../problems/test-problem.js";
import { checkCotangents, type GridCotangents, type PlainSteps } from "./plain-steps.js";
import { combine, cotangentOf, sparseRows } from "./sparse-rows.js";
import { stageMemory } from "./stage-memory.js";

/** The gradient of a plain loop, in new arrays. */
export interface PlainGradient {
  readonly y0: Float64Array;
  readonly parameters: Float64Array;
}

/** An integration and its exact gradient, with memory reused between runs. */
export interface PlainLoop {
  /**
   * Takes the steps from `y0`, by default the problem's. Returns the states at the N + 1 grid points, concatenated, in
   * memory that the next run overwrites.
   */
  forward(steps: PlainSteps, y0?: ArrayLike<number>): Float64Array;
  /** The gradient of Σ cotangent ∘ state over the grid points of the last forward run. */
  backward(cotangents: GridCotangents): PlainGradient;
}

/**
 * A hand-written loop for one small system: flat arrays, the inputs of all stages stored, the VJP of each step in
 * reverse (see `plainGradient` for the formulas). It is the reference implementation in tests and the baseline of
 * benchmarks.
 *
 * Allocates nothing per step once its memory has grown to the number of steps; stores N·s·n numbers. k_1 is reused from
 * the previous step if the method is FSAL and the times are bitwise equal.
 */
export function plainLoop(problem: TestProblem, tableau: ButcherTableau): PlainLoop {
  const { parameters } = problem;
  const n = problem.y0.length;
  const s = tableau.stages;
  const rows = sparseRows([...tableau.a, tableau.b], n);
  const columns = sparseRows(columnsOf(tableau), n);
  const c = Float64Array.from(tableau.c);
  const handsOver = tableau.fsal && c[s - 1] === 1;
  const slopes = stageMemory(s, n);
  const bars = stageMemory(s, n);
  const y = new Float64Array(n);
  const lambda = new Float64Array(n);
  const g = new Float64Array(n);
  const parametersBar = new Float64Array(parameters.length);
  const isActive = Array.from({ length: s }, (_, i) => tableau.activeStages.includes(i));
  const x = new Float64Array(n);
  let stages = new Float64Array(0);
  let states = new Float64Array(0);
  let taken: PlainSteps = [];

  const reserve = (count: number): void => {
    if (states.length >= (count + 1) * n) return;
    stages = new Float64Array(count * s * n);
    states = new Float64Array((count + 1) * n);
  };

  return {
    forward(steps, y0 = problem.y0) {
      checkStart(y0, n);
      reserve(steps.length);
      taken = steps;
      y.set(y0);
      copy(y, 0, states, 0, n);
      let reached = Number.NaN;
      for (let m = 0; m < steps.length; m++) {
        const { t, h } = steps[m] as PlainSteps[number];
        const handedOver = t === reached;
        if (handedOver) slopes.flat.copyWithin(0, (s - 1) * n);
        for (let i = 0; i < s; i++) {
          combine(y, h, rows, i, slopes.flat, x);
          copy(x, 0, stages, (m * s + i) * n, n);
          if (i > 0 || !handedOver)
            problem.evaluate(
              t + (c[i] as number) * h,
              x,
              parameters,
              slopes.views[i] as Float64Array,
            );
        }
        combine(y, h, rows, s, slopes.flat, y);
        copy(y, 0, states, (m + 1) * n, n);
        if (handsOver) reached = t + h;
      }
      return states.subarray(0, (steps.length + 1) * n);
    },

    backward(cotangents) {
      checkCotangents(cotangents, taken.length);
      lambda.fill(0);
      parametersBar.fill(0);
      for (let m = taken.length - 1; m >= 0; m--) {
        const { t, h } = taken[m] as PlainSteps[number];
        add(lambda, cotangents[m + 1]);
        for (let i = s - 1; i >= 0; i--) {
          if (!isActive[i]) continue;
          cotangentOf(lambda, h, columns, i, bars.flat, tableau.b[i] as number, g);
          const w = bars.views[i] as Float64Array;
          w.fill(0);
          copy(stages, (m * s + i) * n, x, 0, n);
          problem.vjp(t + (c[i] as number) * h, x, parameters, g, w, parametersBar);
        }
        for (const i of tableau.activeStages) add(lambda, bars.views[i]);
      }
      add(lambda, cotangents[0]);
      return { y0: lambda.slice(), parameters: parametersBar.slice() };
    },
  };
}

/** Like `set` on a subarray, without creating one, and faster for a few numbers. */
function copy(from: Float64Array, fromAt: number, to: Float64Array, toAt: number, n: number): void {
  for (let d = 0; d < n; d++) to[toAt + d] = from[fromAt + d] as number;
}

function add(total: Float64Array, term: ArrayLike<number> | undefined): void {
  if (term === undefined) return;
  for (let d = 0; d < total.length; d++) total[d] = (total[d] as number) + (term[d] as number);
}

/** Column i of a below the diagonal: a_ji for active j, 0 for the others. */
function columnsOf({ a, stages, activeStages }: ButcherTableau): ReadonlyArray<Array<number>> {
  return Array.from({ length: stages }, (_, i) => {
    const column = new Array<number>(stages).fill(0);
    for (const j of activeStages) column[j] = a[j]?.[i] ?? 0;
    return column;
  });
}

function checkStart(y0: ArrayLike<number>, n: number): void {
  if (y0.length === n) return;
  throw new InvalidArgumentError({
    argument: "y0",
    value: y0,
    problem: `must have ${n} components, as the problem's y0 has`,
    remedy: "Make the problem with a y0 of the dimension you want.",
  });
}
