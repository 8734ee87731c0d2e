import { type Backend, checkValue, InvalidTimesError } from "@symplectic-adjoint/core";
import { gridTimesRequirement, isNumberList } from "./check-times.js";

/** Times: numbers, or a one-dimensional array of the backend, for which they can be differentiated. */
export type Times<A> = ArrayLike<number> | A;

/** The arguments of a call that are times. */
export interface TimesArguments<A> {
  readonly t: Times<A>;
  readonly stepT?: Times<A> | undefined;
  readonly jumpT?: Times<A> | undefined;
}

/** Names of the arguments that are times, in the order of their gradients. */
export const timesNames = ["t", "stepT", "jumpT"] as const;
export type TimesName = (typeof timesNames)[number];

/** The times of a call as numbers, and the arrays among the arguments. */
export interface ReadTimes<A> {
  readonly t: ArrayLike<number>;
  readonly stepT: ArrayLike<number>;
  readonly jumpT: ArrayLike<number>;
  readonly arrays: TimesArrays<A>;
}

/** The times that were given as arrays, and can be differentiated. */
export type TimesArrays<A> = { readonly [Name in TimesName]?: A | undefined };

/** Whether there is one. */
export function isAnyArray({ t, stepT, jumpT }: TimesArrays<unknown>): boolean {
  return t !== undefined || stepT !== undefined || jumpT !== undefined;
}

/** All times of a call, read synchronously. @throws SynchronousReadError if the backend cannot. */
export function readAllTimesSync<A>(
  given: TimesArguments<NoInfer<A>>,
  backend: Backend<A>,
): ReadTimes<A> {
  return collect(given, backend, (times, name) => readTimesSync(times, backend, name));
}

/** All times of a call. */
export async function readAllTimes<A>(
  given: TimesArguments<NoInfer<A>>,
  backend: Backend<A>,
): Promise<ReadTimes<A>> {
  const read = new Map<Times<A>, ArrayLike<number>>();
  for (const name of timesNames) {
    const times = given[name];
    if (times !== undefined || name === "t")
      read.set(times as Times<A>, await readTimes(times as Times<A>, backend, name));
  }
  return collect(given, backend, (times) => read.get(times) as ArrayLike<number>);
}

/** Whether a time of the call is an array of the backend whose values must be read. */
export function needReading<A>(given: TimesArguments<NoInfer<A>>, backend: Backend<A>): boolean {
  return timesNames.some((name) => {
    const times = given[name];
    return times !== undefined && needsReading(times, backend, name);
  });
}

function collect<A>(
  given: TimesArguments<NoInfer<A>>,
  backend: Backend<A>,
  read: (times: Times<A>, name: TimesName) => ArrayLike<number>,
): ReadTimes<A> {
  const grid = (name: "stepT" | "jumpT"): ArrayLike<number> => {
    const times = given[name];
    if (times === undefined) return [];
    const numbers = read(times, name);
    // Those of an array were not known when the options were checked.
    checkValue(name, numbers, gridTimesRequirement);
    return numbers;
  };
  const array = (name: TimesName): A | undefined => {
    const times = given[name];
    return times !== undefined && isTimesArray(times, backend, name) ? times : undefined;
  };
  return {
    t: read(given.t, "t"),
    stepT: grid("stepT"),
    jumpT: grid("jumpT"),
    arrays: { t: array("t"), stepT: array("stepT"), jumpT: array("jumpT") },
  };
}

/** Times as numbers, read synchronously. @throws SynchronousReadError if the backend cannot. */
export function readTimesSync<A>(
  t: Times<A>,
  backend: Backend<A>,
  name: string = "t",
): ArrayLike<number> {
  return needsReading(t, backend, name) ? backend.toHostSync(t) : checkList(t, name);
}

async function readTimes<A>(
  t: Times<A>,
  backend: Backend<A>,
  name: string,
): Promise<ArrayLike<number>> {
  return needsReading(t, backend, name) ? await backend.toHost(t) : checkList(t, name);
}

/** Whether the times are an array of the backend. */
export function isTimesArray<A>(t: Times<A>, backend: Backend<A>, name: string = "t"): t is A {
  if (!backend.isArray(t)) return false;
  const fault = backend.faultOf?.(t, true);
  if (fault !== undefined) throw new InvalidTimesError({ argument: name, value: t, ...fault });
  if (backend.shape(t).length === 1) return true;
  throw wrongTimes(t, name);
}

/** Whether the times are an array of the backend whose values must be read. */
function needsReading<A>(t: Times<A>, backend: Backend<A>, name: string): t is A {
  return !isNumberList(t) && isTimesArray(t, backend, name);
}

function checkList(t: unknown, name: string): ArrayLike<number> {
  if (isNumberList(t)) return t;
  throw wrongTimes(t, name);
}

function wrongTimes(t: unknown, argument: string): InvalidTimesError {
  return new InvalidTimesError({
    argument,
    value: t,
    problem: "must be a list of numbers or a one-dimensional array",
    remedy: "Write [0, 0.5, 1].",
  });
}
