import type { ReversalArguments } from "../../executor.js";
import { eachKept, writeTimes } from "./attempt.js";
import type { StepCode } from "./step-code.js";

/** Copies the arguments in, goes back one step, and copies the results out. */
export function reverse(steps: StepCode, reversal: ReversalArguments): void {
  const { memory, places, program, placed } = steps;
  const { step, stages, theta } = reversal;
  const code = steps.reversal(stages !== undefined);
  memory.writeDouble(places.h, step.h);
  writeTimes(steps, step.t, step.h, step.end, step.firstStageTime);
  memory.copyIn(reversal.y, places.y);
  memory.copyIn(reversal.lambda, places.error);
  if (stages !== undefined) eachKept(steps, stages, (leaves, at) => memory.copyIn(leaves, at));
  memory.run(code.begin, code.end);
  memory.copyOut(reversal.before, places.next);
  for (const [i, { offset }] of program.bars.parameters.entries()) {
    const sum = theta[i];
    if (sum !== undefined) memory.addTo(sum, placed.at(offset));
  }
}
