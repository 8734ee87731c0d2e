import { stageTime } from "@symplectic-adjoint/core";
import type { AttemptArguments, Leaves } from "../../executor.js";
import type { StepCode } from "./step-code.js";

/** Copies the arguments in, attempts a step, and copies the results out. */
export function attempt(steps: StepCode, request: AttemptArguments): number | undefined {
  const { tableau, memory, places } = steps;
  const { tolerances, stages, slopeKnown } = request;
  const measuresError = tolerances !== undefined;
  const code = steps.attempt({ slopeKnown, measuresError, keepsStages: stages !== undefined });
  const { t, h, end, firstStageTime } = request;
  memory.writeDouble(places.h, h);
  writeTimes(steps, t, h, end, firstStageTime);
  memory.copyIn(request.y, places.y);
  const [firstSlope] = places.slopes as [number];
  if (slopeKnown) memory.copyIn(request.startSlope, firstSlope);
  if (tolerances !== undefined) {
    const { rtol, atol } = tolerances;
    for (let leaf = 0; leaf < rtol.length; leaf++) {
      memory.writeDouble(places.tolerances + 16 * leaf, rtol[leaf] as number);
      memory.writeDouble(places.tolerances + 16 * leaf + 8, atol[leaf] as number);
    }
  }
  memory.run(code.begin, code.end);
  if (!slopeKnown) memory.copyOut(request.startSlope, firstSlope);
  memory.copyOut(request.next, places.next);
  if (request.endSlope !== undefined)
    memory.copyOut(request.endSlope, places.slopes[tableau.stages - 1] as number);
  if (stages !== undefined) eachKept(steps, stages, (leaves, at) => memory.copyOut(leaves, at));
  return measuresError ? memory.readDouble(places.norm) : undefined;
}

/** The times at which the stages are evaluated. */
export function writeTimes(
  { tableau: { c, stages }, program, placed, memory, places }: StepCode,
  t: number,
  h: number,
  end: number,
  firstStageTime: number,
): void {
  if (program.inputs.time === undefined) return;
  memory.writeNumber(places.times, firstStageTime);
  for (let i = 1; i < stages; i++) {
    memory.writeNumber(places.times + i * placed.size, stageTime(t, h, end, c[i] as number));
  }
}

/** The active stages after the first, with the states that are kept of them. */
export function eachKept(
  { tableau: { activeStages }, places }: StepCode,
  kept: ReadonlyArray<Leaves>,
  visit: (leaves: Leaves, address: number) => void,
): void {
  for (let s = 1; s < activeStages.length; s++) {
    visit(kept[s - 1] as Leaves, places.states[activeStages[s] as number] as number);
  }
}
