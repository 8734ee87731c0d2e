import { type ButcherTableau, stageTime } from "@symplectic-adjoint/core";
import type { AttemptArguments, ReversalArguments } from "../../src/executors/executor.js";
import type { ProgramSource } from "../../src/program/program-source.js";
import { evaluateGraph } from "../reference/evaluate-graph.js";

type Arrays = ReadonlyArray<Float64Array>;

/** Values of parameters and captured tensors. */
export interface Fixed {
  readonly parameter: Arrays;
  readonly captured: Arrays;
}

type Start = Pick<AttemptArguments, "t" | "h" | "end" | "firstStageTime"> & { readonly y: Arrays };

/** All stages of a step, written out: times, states and slopes, then what follows from them. */
export function stepByHand(
  { forward }: Pick<ProgramSource, "forward">,
  fixed: Fixed,
  { a, b, c, error, stages }: ButcherTableau,
  { t, h, end, firstStageTime, y }: Start,
) {
  const times: Array<number> = [];
  const states: Array<Arrays> = [];
  const slopes: Array<Arrays> = [];
  for (let i = 0; i < stages; i++) {
    times.push(i === 0 ? firstStageTime : stageTime(t, h, end, c[i] as number));
    states.push(sum(y, h, a[i] as ReadonlyArray<number>, slopes));
    slopes.push(
      evaluateGraph(forward, {
        ...fixed,
        time: [[times[i] as number]],
        state: states[i] as Arrays,
      }),
    );
  }
  const zeros = y.map(({ length }) => new Float64Array(length));
  return {
    times,
    states,
    slopes,
    next: sum(y, h, b, slopes),
    error: error && sum(zeros, h, error, slopes),
  };
}

/** λ before a step, and what it adds to the cotangents of parameters, from the formulas of the method. */
export function reversalByHand(
  source: ProgramSource,
  fixed: Fixed,
  tableau: ButcherTableau,
  {
    step,
    y,
    lambda,
  }: Pick<ReversalArguments, "step"> & { readonly y: Arrays; readonly lambda: Arrays },
) {
  const { a, b, stages } = tableau;
  const { times, states } = stepByHand(source, fixed, tableau, { ...step, y });
  const w: Array<Arrays> = [];
  let before = lambda;
  let theta = fixed.parameter.map(({ length }) => new Float64Array(length)) as Arrays;
  for (let i = stages - 1; i >= 0; i--) {
    // g_i = h (b_i λ⁺ + Σ_{j>i} a_ji w_j)
    const columns = a.slice(i + 1).map((row) => row[i] as number);
    const zeros = y.map(({ length }) => new Float64Array(length));
    const later = w.slice().reverse();
    const cotangent = sum(zeros, step.h, [b[i] as number, ...columns], [lambda, ...later]);
    const bars = evaluateGraph(source.backward as ProgramSource["forward"], {
      ...fixed,
      time: [[times[i] as number]],
      state: states[i] as Arrays,
      cotangent,
    });
    w.push(bars.slice(0, y.length));
    before = sum(before, 1, [1], [bars.slice(0, y.length)]);
    theta = sum(theta, 1, [1], [bars.slice(y.length, y.length + theta.length)]);
  }
  return { before, theta };
}

/** base + scale Σ_j weights_j terms_j. */
function sum(
  base: Arrays,
  scale: number,
  weights: ReadonlyArray<number>,
  terms: ReadonlyArray<Arrays>,
): Arrays {
  return base.map((leaf, l) =>
    leaf.map((value, i) =>
      terms.reduce(
        (total, term, j) =>
          total + scale * (weights[j] ?? 0) * ((term[l] as Float64Array)[i] as number),
        value,
      ),
    ),
  );
}
