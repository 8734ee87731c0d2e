import type { ButcherTableau, Step } from "@symplectic-adjoint/core";
import { takeStages } from "./stages.js";
import type { StepOperations } from "./step-operations.js";

/**
 * Takes recorded steps from … to − 1 again, with the same stage times and bitwise the same result, and returns the
 * states before each of them and after the last: to − from + 1 values.
 *
 * Where a step reused the last stage of the one before, so does its replay; a first step evaluates it anew.
 */
export function replaySteps<V, A>(
  operations: StepOperations<V, A>,
  tableau: ButcherTableau,
  steps: ReadonlyArray<Step>,
  from: number,
  to: number,
  start: V,
): Array<V> {
  const values = [start];
  let y = start;
  let handedOver: V | undefined;
  for (let n = from; n < to; n++) {
    const step = steps[n] as Step;
    const handsOver = n + 1 < to && (steps[n + 1] as Step).reusesLastStage;
    const k1 = handedOver ?? operations.evaluate(step.firstStageTime, y);
    const { k, next } = takeStages(operations, tableau, step, y, k1, handsOver);
    handedOver = handsOver ? k[tableau.stages - 1] : undefined;
    y = next;
    values.push(y);
  }
  return values;
}
