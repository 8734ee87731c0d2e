import { InvalidArgumentError } from "@symplectic-adjoint/core";

/** What an option that is neither a number nor a list must be. */
interface Kind {
  fits(value: unknown): boolean;
  readonly problem: string;
  readonly remedy: string;
}

/** Options whose value is a part of the solver, and functions. */
const kinds: Readonly<Record<string, Kind>> = {
  adjoint: {
    fits: (value) => hasFunctions(value, ["solve"]),
    problem: "must be an adjoint",
    remedy: "Call its factory: adjoint: symplecticAdjoint().",
  },
  backend: {
    fits: (value) => hasFunctions(value, ["isArray", "linearCombination", "dynamics"]),
    problem: "must be a backend",
    remedy: "Write backend: float64, or leave it out for TensorFlow.js.",
  },
  controller: {
    fits: (value) => hasFunctions(value, ["init", "next"]),
    problem: "must be a step-size controller",
    remedy: "Call its factory: controller: integralController({ safety: 0.8 }).",
  },
  norm: {
    fits: isFunction,
    problem: "must be a function",
    remedy: "Write norm: (scaledError) => …, which returns a number, or leave it out.",
  },
  onStep: {
    fits: isFunction,
    problem: "must be a function",
    remedy: "Write onStep: ({ t, h, accepted }) => …, or leave it out.",
  },
  signal: {
    fits: (value) => typeof value === "object" && value !== null && "aborted" in value,
    problem: "must have a property aborted",
    remedy: "Write signal: controller.signal, where controller is an AbortController.",
  },
  speculate: {
    fits: (value) => typeof value === "boolean",
    problem: "must be true or false",
    remedy: "Write speculate: false to wait for every step's error, or leave it out.",
  },
};

/**
 * Refuses an option whose value is of another kind than the solver will use.
 *
 * @throws InvalidArgumentError naming the option.
 */
export function checkPart(name: string, value: unknown): void {
  const kind = Object.hasOwn(kinds, name) ? kinds[name] : undefined;
  if (kind === undefined || value === undefined || kind.fits(value)) return;
  throw new InvalidArgumentError({
    argument: name,
    value,
    problem: kind.problem,
    remedy: kind.remedy,
  });
}

function isFunction(value: unknown): boolean {
  return typeof value === "function";
}

function hasFunctions(value: unknown, names: ReadonlyArray<string>): boolean {
  if (typeof value !== "object" || value === null) return false;
  return names.every((name) => isFunction((value as Readonly<Record<string, unknown>>)[name]));
}
