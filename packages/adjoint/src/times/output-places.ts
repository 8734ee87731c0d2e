import type { Step } from "@symplectic-adjoint/core";

/** Finds the indices, among the problem's times, of the outputs of a step. */
export interface OutputPlaces {
  /** Of the first output time of step n, within it or at its end; the others follow it. */
  firstOf(n: number): number;
}

/** The output times of steps. Besides them, outputs may be ends of steps that are no output times, and states at events. */
export function outputPlaces(
  times: ReadonlyArray<number>,
  steps: ReadonlyArray<Step>,
): OutputPlaces {
  let firsts: Map<number, number> | undefined;
  const find = () => {
    const found = new Map<number, number>();
    let next = countInitial(times);
    for (let n = 0; n < steps.length; n++) {
      const step = steps.at(n) as Step;
      const { outputs, cut } = step;
      for (const { index, theta } of outputs) {
        if (cut?.outputs.includes(index)) continue;
        if (theta === 1 && !reaches(step, times[next])) continue;
        if (!found.has(n)) found.set(n, next);
        next += typeof theta === "number" ? 1 : theta.length;
      }
    }
    return found;
  };
  return {
    firstOf(n) {
      firsts ??= find();
      return firsts.get(n) as number;
    },
  };
}

/** Whether a step reaches the next output time, if there is one. */
export function reaches({ end, h }: Step, time: number | undefined): boolean {
  return time !== undefined && (end - time) * h >= 0;
}

/** The number of outputs at the initial time. */
export function countInitial(times: ReadonlyArray<number>): number {
  let count = 1;
  while (count < times.length && times[count] === times[0]) count++;
  return count;
}
