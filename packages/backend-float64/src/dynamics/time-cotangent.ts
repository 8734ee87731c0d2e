import {
  InvalidArgumentError,
  InvalidDynamicsError,
  UnsupportedGradientError,
  usesTime,
} from "@symplectic-adjoint/core";

/** A user's function with its derivative for the time, at one point. */
export interface TimeDerivative {
  /** How errors name the function. */
  readonly name: string;
  /** Calls its `timeVjp`; undefined if it has none. */
  readonly vjp: (() => unknown) | undefined;
  /** Calls the function at another time. */
  evaluate(t: number): unknown;
}

/**
 * The cotangent of the time: from `timeVjp`, or 0 if the function does not use its time. That is found out by calling
 * it, at every point anew, because which branch it takes may depend on the state.
 *
 * @throws UnsupportedGradientError if it uses its time and has no `timeVjp`.
 * @throws InvalidDynamicsError if `timeVjp` does not return a number.
 */
export function timeCotangent(t: number, { name, vjp, evaluate }: TimeDerivative): number {
  if (vjp === undefined) {
    if (usesTime(t, evaluate)) throw unknownTimeDerivative(name);
    return 0;
  }
  const cotangent: unknown = vjp();
  if (typeof cotangent === "number") return cotangent;
  throw new InvalidDynamicsError({
    argument: `${name}.timeVjp`,
    value: cotangent,
    problem: "must return a number",
    remedy: "Write timeVjp(t, y, p, g) { return Σ_i g[i]·∂f_i/∂t }.",
  });
}

function unknownTimeDerivative(name: string): UnsupportedGradientError {
  return new UnsupportedGradientError({
    argument: name,
    problem:
      "uses t but has no timeVjp, so its derivative for t is unknown, which gradients for times and events need",
    remedy: "Write timeVjp(t, y, p, g) { return Σ_i g[i]·∂f_i/∂t }.",
  });
}

/** The error of a record that is asked for a time cotangent which was not announced. */
export function unannouncedTime(): InvalidArgumentError {
  return new InvalidArgumentError({
    argument: "wantsTime",
    value: true,
    problem: "was not announced when the evaluation was recorded",
    remedy: "Write record(t, y, true).",
  });
}
