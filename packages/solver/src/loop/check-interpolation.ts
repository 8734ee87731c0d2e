import { InvalidArgumentError, type Problem } from "@symplectic-adjoint/core";

/** @throws InvalidArgumentError if the method cannot interpolate, but the problem needs it to. */
export function checkInterpolation<A>({ method, keepsDense, events }: Problem<A>): void {
  if (method.interpolation !== undefined) return;
  const needs = keepsDense ? "dense output" : events?.interpolates && "events";
  if (!needs) return;
  throw new InvalidArgumentError({
    argument: "method",
    value: method.name,
    problem: `has no interpolation, which ${needs} need${keepsDense ? "s" : ""}`,
    remedy:
      "Use an explicit Runge-Kutta method, such as dopri5, or give the method the member interpolation.",
  });
}
