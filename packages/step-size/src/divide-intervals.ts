import { InvalidArgumentError } from "@symplectic-adjoint/core";

/** Larger numbers of steps are treated as a mistake. */
const MOST_STEPS = 1e8;
const LONG = 1e7;

/**
 * The outputs with equally spaced times between them: the k-th of n steps of an interval ends at t0 + (t1 − t0)·k/n,
 * the last one at t1 exactly. Equal outputs are one time.
 *
 * @param option The option to name in an error.
 * @param stepsIn Number of steps for an interval of the given length, which is positive.
 * @param most Maximum number of steps.
 * @throws InvalidArgumentError for more than that or 1e8 steps, or if doubles cannot represent the step ends as
 * distinct times.
 */
export function divideIntervals(
  outputs: ReadonlyArray<number>,
  option: "stepSize" | "stepsPerInterval",
  value: number,
  stepsIn: (length: number) => number,
  most: number = MOST_STEPS,
): ReadonlyArray<number> {
  const stepsBefore = (i: number): number => {
    const length = lengthOf(outputs, i);
    return length === 0 ? 0 : stepsIn(length);
  };
  let total = 0;
  for (let i = 1; i < outputs.length; i++) total += stepsBefore(i);
  // Count before computing any time. The comparison is written to reject NaN.
  if (!(total <= most && total <= MOST_STEPS)) throw tooManySteps(option, value, total, most);

  if (outputs.length === 0) return [];
  // Lists that grow copy themselves, and so do lists that are not made of doubles from the start. Very long ones of a
  // given length would be slow.
  const times: Array<number> = [0.5];
  if (total < LONG) times.length = total + 1;
  let count = 0;
  times[count++] = outputs[0] as number;
  for (let i = 1; i < outputs.length; i++) {
    const t0 = outputs[i - 1] as number;
    const t1 = outputs[i] as number;
    const steps = stepsBefore(i);
    let before = t0;
    for (let k = 1; k <= steps; k++) {
      const t = k === steps ? t1 : t0 + ((t1 - t0) * k) / steps;
      if (!(t1 > t0 ? t > before : t < before)) throw tooFine(option, value, before);
      times[count++] = t;
      before = t;
    }
  }
  return times;
}

function lengthOf(outputs: ReadonlyArray<number>, i: number): number {
  return Math.abs((outputs[i] as number) - (outputs[i - 1] as number));
}

function tooManySteps(
  option: string,
  value: number,
  total: number,
  most: number,
): InvalidArgumentError {
  const limited = most < MOST_STEPS;
  const larger = option === "stepSize" ? "a larger stepSize" : "a smaller stepsPerInterval";
  return new InvalidArgumentError({
    argument: option,
    value,
    problem: `would take ${total} steps, more than ${limited ? `maxNumSteps, ${most}` : MOST_STEPS}`,
    remedy: `Choose ${larger}${limited ? ", or raise maxNumSteps" : ""}.`,
  });
}

function tooFine(option: string, value: number, t: number): InvalidArgumentError {
  return new InvalidArgumentError({
    argument: option,
    value,
    problem: `makes steps too short for double precision near t = ${t}`,
    remedy: "Use longer steps, or shift the origin of time.",
  });
}
