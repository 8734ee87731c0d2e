import { type Backend, InvalidTimesError } from "@symplectic-adjoint/core";

/** The initial time: a number, or a scalar array, for which it can be differentiated. */
export type InitialTime<A> = number | A;

/** The longest search, if no end is given. */
const FAR = 1e100;

/**
 * The initial time and the end of the search.
 *
 * @throws InvalidTimesError if the end is missing or in the wrong direction, or the initial time is not finite.
 */
export function searchSpan(
  t0: number,
  {
    until,
    reverse = false,
  }: { readonly until?: number | undefined; readonly reverse?: boolean | undefined },
  needsEnd: boolean,
): readonly [number, number] {
  if (!Number.isFinite(t0))
    throw new InvalidTimesError({
      argument: "t0",
      value: t0,
      problem: "must be a finite number, or a scalar tensor of one",
      remedy: "Write odeintEvent(f, y0, 0, { event }).",
    });
  if (until === undefined && needsEnd)
    throw new InvalidTimesError({
      argument: "until",
      problem: "is missing: with fixed steps the end of the search must be known",
      remedy: "Write until: 10, the time at which to stop searching.",
    });
  const end = until ?? (reverse ? t0 - FAR : t0 + FAR);
  if (reverse ? end < t0 : end > t0) return [t0, end];
  throw new InvalidTimesError({
    argument: "until",
    value: until,
    problem: reverse
      ? `must be before t0 = ${t0}, because time decreases with reverse: true`
      : `must be after t0 = ${t0}`,
    remedy: reverse
      ? "Write a smaller number, or leave out reverse."
      : "Write a larger number, or reverse: true.",
  });
}

/** The array that an initial time is. @throws InvalidTimesError if it is no array of one number. */
export function initialTimeArray<A>(t0: InitialTime<A>, backend: Backend<A>): A | undefined {
  if (typeof t0 === "number") return undefined;
  const isScalar =
    backend.isArray(t0) &&
    backend.shape(t0).length <= 1 &&
    backend.shape(t0).every((size) => size === 1);
  const fault = isScalar ? backend.faultOf?.(t0, true) : NO_SCALAR;
  if (fault === undefined) return t0;
  throw new InvalidTimesError({ argument: "t0", value: t0, ...fault });
}

const NO_SCALAR = {
  problem: "must be a number or a scalar tensor",
  remedy: "Write odeintEvent(f, y0, 0, { event }), or pass tf.scalar(0).",
};
