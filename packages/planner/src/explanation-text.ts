import type { MemoryKinds } from "@symplectic-adjoint/core";
import type { ExplanationData } from "./explanation.js";
import { formatBytes } from "./format-bytes.js";

const NAMES: ReadonlyArray<readonly [keyof MemoryKinds, string]> = [
  ["states", "states"],
  ["stages", "stages"],
  ["tape", "tape"],
  ["parameters", "cotangents of parameters"],
  ["outputs", "outputs"],
  ["working", "working set"],
];

/** An explanation in sentences, a line each. */
export function explanationText(data: ExplanationData): string {
  const lines = [title(data), checkpoints(data), tape(data), recomputation(data), ...bytes(data)];
  return lines.filter((line) => line !== "").join("\n");
}

function title({ strategy, steps, finished, budget }: ExplanationData): string {
  const count = steps === undefined ? "an unknown number of steps" : plural(steps, "step");
  const within = budget === undefined ? "" : ` within ${formatBytes(budget)}`;
  const name = strategy === undefined ? "" : ` by the strategy "${strategy}"`;
  return `${finished ? "Solved in" : "A plan for"} ${count}${within}${name}.`;
}

function checkpoints(data: ExplanationData): string {
  const { schedule, store, contents, checkpointBytes, finished } = data;
  const count = data.checkpoints;
  const many =
    count === undefined ? "one checkpoint per step" : `at most ${plural(count, "checkpoint")}`;
  const what = contents === "stages" ? "the state and the stages of a step" : "a state";
  return `${finished ? "Kept" : "Keeps"} ${many} at the same time, each ${what} of ${formatBytes(checkpointBytes)}, in the store "${store}", by the schedule "${schedule}".`;
}

function tape({ window }: ExplanationData): string {
  if (window === undefined) return "";
  if (window === Number.POSITIVE_INFINITY) return "All steps of f on the tape at the same time.";
  const what = window === 0 ? "one evaluation" : plural(window, "step");
  return `At most ${what} of f on the tape at the same time.`;
}

function recomputation({ recomputed, steps, finished }: ExplanationData): string {
  if (recomputed === undefined) return "How many steps are taken again depends on their number.";
  if (recomputed === 0)
    return `The backward pass ${finished ? "took" : "takes"} no step again to reach a state.`;
  const perStep = steps ? ` (${(recomputed / steps).toFixed(2)} per step)` : "";
  return `The backward pass ${finished ? "took" : "takes"} ${plural(recomputed, "step")} again to reach states that are not stored${perStep}.`;
}

function bytes({
  peak,
  kinds,
  minimum,
  budget,
  measured,
  perStep = 0,
}: ExplanationData): Array<string> {
  if (peak === undefined || kinds === undefined) return [];
  const parts = NAMES.filter(([kind]) => kinds[kind] > 0).map(
    ([kind, name]) => `${name} ${formatBytes(kinds[kind])}`,
  );
  const more = perStep === 0 ? "" : `, and ${formatBytes(perStep)} for each step`;
  const lines = [`Peak at most ${formatBytes(peak)}${more}: ${parts.join(", ")}.`];
  if (budget !== undefined) lines.push(`The smallest budget that would do is ${minimum} bytes.`);
  lines.push(
    measured === true
      ? "Sizes were measured: one step and its reversal."
      : "Sizes were computed from those of the state: this backend cannot measure what f keeps for its derivative.",
  );
  return lines;
}

function plural(count: number, noun: string): string {
  return `${count} ${noun}${count === 1 ? "" : "s"}`;
}
