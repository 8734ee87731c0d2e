import {
  odeint,
  odeintAdjoint,
  odeintAdjointAsync,
  odeintAsync,
  odeintCheckpoint,
  odeintCheckpointAsync,
  odeintOnecheckpoint,
  odeintOnecheckpointAsync,
  odeintSymplecticAdjoint,
  odeintSymplecticAdjointAsync,
} from "symplectic-adjoint";

/** The five functions and their …Async variants. */
export const functions = [
  {
    name: "odeintSymplecticAdjoint",
    sync: odeintSymplecticAdjoint,
    async: odeintSymplecticAdjointAsync,
  },
  { name: "odeint", sync: odeint, async: odeintAsync },
  { name: "odeintCheckpoint", sync: odeintCheckpoint, async: odeintCheckpointAsync },
  { name: "odeintOnecheckpoint", sync: odeintOnecheckpoint, async: odeintOnecheckpointAsync },
  { name: "odeintAdjoint", sync: odeintAdjoint, async: odeintAdjointAsync },
] as const;

export const methods = ["euler", "midpoint", "rk4"] as const;
export const modes = ["on a tape", "pullback", "awaited", "awaited, then on a tape"] as const;

/** A way to compute the gradient of a program. */
export interface Way {
  readonly index: number;
  readonly name: string;
  readonly mode: (typeof modes)[number];
  /** Whether the parameters are given, or found by tracing. */
  readonly named: boolean;
  readonly method: (typeof methods)[number];
  readonly title: string;
}

/** The way for a number. 0 selects the first of all choices: on a tape, parameters found by tracing, one Euler step. */
export function wayOf(number: number): Way {
  const index = number % functions.length;
  const mode = modes[Math.floor(number / functions.length) % modes.length] as Way["mode"];
  const named = Math.floor(number / 20) % 2 === 1;
  const { name } = functions[index] as (typeof functions)[number];
  // The gradient of the continuous adjoint is not that of the discrete steps, but known for one Euler step.
  const method =
    name === "odeintAdjoint" ? "euler" : (methods[Math.floor(number / 40) % 3] as Way["method"]);
  const title = `${name}, ${mode}, ${method}, parameters ${named ? "given" : "found"}`;
  return { index, name, mode, named, method, title };
}

/**
 * Start and end of the step. It is large, so that f dominates the gradient. The continuous adjoint refuses states that
 * it cannot reconstruct, so its step is small.
 */
export function spanOf({ name }: Way): readonly [number, number] {
  return name === "odeintAdjoint" ? [0.25, 0.25 + 2 ** -7] : [0.25, 0.75];
}
