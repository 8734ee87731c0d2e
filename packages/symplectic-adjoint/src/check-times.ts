import { InvalidTimesError } from "@symplectic-adjoint/core";

/**
 * Output times as doubles.
 *
 * @throws InvalidTimesError when they are empty, not finite, or not strictly monotone.
 */
export function checkTimes(times: ArrayLike<number>, argument = "t"): ReadonlyArray<number> {
  const list = Array.from(times);
  const wrong = (problem: string, remedy: string) =>
    new InvalidTimesError({ argument, value: list, problem, remedy });
  if (list.length === 0) throw wrong("is empty", "Give at least the initial time: [0, 1].");
  const index = list.findIndex((time) => typeof time !== "number" || !Number.isFinite(time));
  if (index >= 0)
    throw wrong(
      `has something at index ${index} that is not a finite number`,
      "Give finite times in seconds, years, or whatever f counts in.",
    );
  const direction = Math.sign((list[list.length - 1] as number) - (list[0] as number));
  for (let i = 1; i < list.length; i++) {
    if (((list[i] as number) - (list[i - 1] as number)) * direction > 0) continue;
    throw wrong(
      `must be strictly increasing or strictly decreasing, and is neither at index ${i}`,
      "Sort the times and remove repetitions.",
    );
  }
  return list;
}

/**
 * Step or jump times, in any order.
 *
 * @throws InvalidTimesError when they are no list, or one is not finite or occurs twice.
 */
export function checkGridTimes(
  times: ReadonlyArray<number> | undefined,
  argument: string,
): ReadonlyArray<number> {
  if (times === undefined) return [];
  const isList = Array.isArray(times) || ArrayBuffer.isView(times);
  const list = isList ? Array.from(times) : times;
  const wrong = (problem: string) =>
    new InvalidTimesError({
      argument,
      value: list,
      problem,
      remedy: "Give each time once, as a finite number.",
    });
  if (!isList) throw wrong("must be a list of numbers");
  if (!list.every(Number.isFinite)) throw wrong("has a time that is not finite");
  if (new Set(list).size < list.length) throw wrong("has a time twice");
  return list;
}
