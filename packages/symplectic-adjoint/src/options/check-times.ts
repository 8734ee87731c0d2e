import { InvalidTimesError, type Requirement } from "@symplectic-adjoint/core";

/**
 * Output times as doubles.
 *
 * @throws InvalidTimesError if they are empty, not finite, or not monotone. Neighbours may be equal.
 */
export function checkTimes(times: ArrayLike<number>, argument = "t"): ReadonlyArray<number> {
  const list = checkTimesValues(times, argument);
  const wrong = (problem: string, remedy: string) =>
    new InvalidTimesError({ argument, value: list, problem, remedy });
  const length = (list[list.length - 1] as number) - (list[0] as number);
  if (!Number.isFinite(length))
    throw wrong("spans more than the range of a double", "Use a larger unit of time.");
  const direction = Math.sign(length);
  for (let i = 1; i < list.length; i++) {
    const step = (list[i] as number) - (list[i - 1] as number);
    // Compared by sign: the product of small differences would underflow.
    if (step === 0 || Math.sign(step) === direction) continue;
    throw wrong(`must be increasing or decreasing, but is not at index ${i}`, "Sort the times.");
  }
  return list;
}

/**
 * Times in any order, as doubles.
 *
 * @throws InvalidTimesError if they are empty or not finite.
 */
export function checkTimesValues(times: ArrayLike<number>, argument = "t"): ReadonlyArray<number> {
  const list = Array.from(times);
  const wrong = (problem: string, remedy: string) =>
    new InvalidTimesError({ argument, value: list, problem, remedy });
  if (list.length === 0) throw wrong("is empty", "Pass at least the initial time: [0, 1].");
  const index = list.findIndex((time) => typeof time !== "number" || !Number.isFinite(time));
  if (index < 0) return list;
  throw wrong(
    `has a non-finite value at index ${index}`,
    "Pass finite numbers in the unit of time of f.",
  );
}

/** Step or jump times, in any order: a list of finite numbers without duplicates, or an array, which is checked once it is read. */
export const gridTimesRequirement: Requirement = {
  problemOf(times) {
    if (!isNumberList(times))
      return isObject(times) ? undefined : "must be a list of numbers or a one-dimensional array";
    const list = Array.from(times);
    if (!list.every(Number.isFinite)) return "has a time that is not finite";
    return new Set(list).size < list.length ? "contains a time twice" : undefined;
  },
  remedy: "Pass each time once, as a finite number.",
  error: InvalidTimesError,
};

function isObject(value: unknown): boolean {
  return typeof value === "object" && value !== null;
}

/** Whether a value is an array or a typed array. */
export function isNumberList(value: unknown): value is ArrayLike<number> {
  return Array.isArray(value) || (ArrayBuffer.isView(value) && "length" in value);
}
