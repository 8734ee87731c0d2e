import type { Step } from "@symplectic-adjoint/core";

/** Finds the index, among the problem's times, of an output within a step. */
export interface OutputPlaces {
  /** Of the first output within step n that is no grid time; the others follow it. */
  firstWithin(n: number): number;
}

/**
 * The output times within steps. Besides them, outputs may be ends of steps that are no output times, and states at
 * events.
 */
export function outputPlaces(
  times: ReadonlyArray<number>,
  steps: ReadonlyArray<Step>,
): OutputPlaces {
  let firsts: Map<number, number> | undefined;
  const find = () => {
    const found = new Map<number, number>();
    let next = countInitial(times);
    for (let n = 0; n < steps.length; n++) {
      const { outputs, end, cut } = steps.at(n) as Step;
      for (const { index, theta } of outputs) {
        if (cut?.outputs.includes(index)) continue;
        if (theta === 1) {
          if (times[next] === end) next++;
          continue;
        }
        if (!found.has(n)) found.set(n, next);
        next += typeof theta === "number" ? 1 : theta.length;
      }
    }
    return found;
  };
  return {
    firstWithin(n) {
      firsts ??= find();
      return firsts.get(n) as number;
    },
  };
}

/** The number of outputs at the initial time. */
export function countInitial(times: ReadonlyArray<number>): number {
  let count = 1;
  while (count < times.length && times[count] === times[0]) count++;
  return count;
}
