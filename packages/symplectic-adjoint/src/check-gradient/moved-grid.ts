import { nextAfter, type Problem, type Step } from "@symplectic-adjoint/core";
import { interpolatesOutputs } from "@symplectic-adjoint/solver";
import type { TimesName } from "../options/read-times.js";

/** Perturbed times; omitted ones are unchanged. */
export type MovedTimes = { readonly [Name in TimesName]?: Float64Array | undefined };

type GridProblem = Pick<
  Problem<never>,
  "times" | "stepT" | "jumpT" | "controller" | "interpolates" | "method"
>;

/**
 * Where the times of a grid go when the user's times move: those that are a user's time go with it, all others stay or keep
 * the proportions of their interval, as the controller says.
 */
export function movedGrid(problem: GridProblem, moved: MovedTimes): (time: number) => number {
  const { times, stepT, jumpT, controller } = problem;
  const own = new Map<number, number>();
  const set = (from: ReadonlyArray<number>, to: ArrayLike<number> | undefined) => {
    if (to === undefined) return;
    for (const [i, time] of from.entries()) own.set(time, to[i] as number);
  };
  set(jumpT, moved.jumpT);
  set(stepT, moved.stepT);
  const landed = landedTimes(problem);
  set(
    landed.map((i) => times[i] as number),
    moved.t && landed.map((i) => moved.t?.[i] as number),
  );
  const { gridMoves = "fixed" } = controller;
  if (gridMoves === "fixed" || moved.t === undefined) return (time) => own.get(time) ?? time;
  const fixed = new Set([...stepT, ...jumpT]);
  const anchors = gridMoves === "intervals" ? times.map((_, i) => i) : landed;
  return (time) => {
    const at = own.get(time);
    if (at !== undefined || fixed.has(time)) return at ?? time;
    const direction = Math.sign((times[times.length - 1] as number) - (times[0] as number));
    const next = anchors.findIndex((i) => ((times[i] as number) - time) * direction >= 0);
    if (next <= 0) return time;
    const [from, to] = [anchors[next - 1], anchors[next]] as [number, number];
    const [a, b] = [times[from], times[to]] as [number, number];
    const part = (time - a) / (b - a);
    const [movedA, movedB] = [moved.t?.[from], moved.t?.[to]] as [number, number];
    return movedA + part * (movedB - movedA);
  };
}

/** Indices of the output times that steps end at, the first included. */
function landedTimes(problem: GridProblem): ReadonlyArray<number> {
  const { times } = problem;
  return interpolatesOutputs(problem)
    ? [...new Set([0, times.length - 1])]
    : times.map((_, i) => i);
}

/** A step with other ends. */
export function movedStep(step: Step, t: number, end: number): Step {
  if (t === step.t && end === step.end) return step;
  const { firstStageTime: first } = step;
  const firstStageTime = first === step.t ? t : nextAfter(t, first < step.t ? -1 : 1);
  return { ...step, t, end, h: end - t, firstStageTime };
}

/**
 * By how much each time may be perturbed, relative to the others: 0 for a time that occurs twice among all, where moving one
 * of them would add a step.
 */
export function scaleOfTimes(problem: GridProblem, values: ArrayLike<number>): Float64Array {
  const { times, stepT, jumpT } = problem;
  const counts = new Map<number, number>();
  for (const time of [...times, ...stepT, ...jumpT]) counts.set(time, (counts.get(time) ?? 0) + 1);
  const [first, last] = [times[0] as number, times[times.length - 1] as number];
  const span = Math.abs(last - first);
  const inside = (time: number) => (time - first) * (last - time) >= 0;
  return Float64Array.from(values, (time) =>
    counts.get(time) === 1 && inside(time) ? span / times.length : 0,
  );
}
