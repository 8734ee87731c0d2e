import { InvalidArgumentError, UnknownOptionError } from "@symplectic-adjoint/core";
import { checkPart } from "./check-part.js";

const adaptive = [
  "firstStep",
  "safety",
  "ifactor",
  "dfactor",
  "minStep",
  "maxStep",
  "afterLanding",
];
const fixed = ["stepSize", "stepsPerInterval", "grid"];
const ode = [
  ...adaptive,
  ...fixed,
  ...[
    "method",
    "rtol",
    "atol",
    "stepT",
    "jumpT",
    "maxNumSteps",
    "norm",
    "parameters",
    "onStep",
    "signal",
  ],
];

const adjoint = [...ode, "adjointRtol", "adjointAtol", "adjointMethod", "adjointOptions"];
const solve = [...ode, "backend", "adjoint", "controller", "differentiate"];
/** An option of the asynchronous twins alone. */
const SPECULATE = "speculate";

type Kind =
  | "adaptive"
  | "fixed"
  | "ode"
  | "odeAsync"
  | "adjoint"
  | "adjointAsync"
  | "adjointSteps"
  | "solve"
  | "solveAsync";

/** The names of the options of each kind of function. */
export const optionNames: Readonly<Record<Kind, ReadonlyArray<string>>> = {
  adaptive,
  fixed,
  ode,
  odeAsync: [...ode, SPECULATE],
  adjoint,
  adjointAsync: [...adjoint, SPECULATE],
  adjointSteps: [...adaptive, "stepSize", "stepsPerInterval", "maxNumSteps", "norm"],
  solve,
  solveAsync: [...solve, SPECULATE],
};

/**
 * Refuses options that nobody would read, and parts of the solver that are none.
 *
 * @throws UnknownOptionError naming the option and the nearest known one.
 * @throws InvalidArgumentError when the options are no object, or one of them is of another kind than it must be.
 */
export function checkOptions(
  options: unknown,
  known: ReadonlyArray<string>,
  argument = "options",
): void {
  if (typeof options !== "object" || options === null || Array.isArray(options)) {
    throw new InvalidArgumentError({
      argument,
      value: options,
      problem: "must be an object",
      remedy: 'Write { method: "dopri5", rtol: 1e-5 }, or leave it out.',
    });
  }
  for (const [name, value] of Object.entries(options)) {
    if (known.includes(name)) {
      // The norm of adjointOptions is of another kind.
      if (argument === "options") checkPart(name, value);
      continue;
    }
    throw new UnknownOptionError({
      argument: `${argument}.${name}`,
      value,
      problem: "is not an option of this function",
      remedy: `${suggestion(name, known)}Its options are ${known.join(", ")}.`,
    });
  }
}

function suggestion(name: string, known: ReadonlyArray<string>): string {
  if (name === SPECULATE)
    return "Only the functions whose name ends in Async wait for values, and have something to do meanwhile. ";
  const simple = (text: string) => text.toLowerCase().replace(/[^a-z]/g, "");
  const match = known.find((candidate) => simple(candidate) === simple(name));
  return match === undefined ? "" : `Did you mean ${match}? `;
}
