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

/** The five functions and their twins. */
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

/** A way to take the gradient of a program. */
export interface Way {
  readonly index: number;
  readonly name: string;
  readonly mode: (typeof modes)[number];
  /** Whether the parameters are given, or found. */
  readonly named: boolean;
  readonly method: (typeof methods)[number];
  readonly title: string;
}

/** The way that a number stands for. 0 is the first of everything: on a tape, parameters found, one step of Euler. */
export function wayOf(number: number): Way {
  const index = number % functions.length;
  const mode = modes[Math.floor(number / functions.length) % modes.length] as Way["mode"];
  const named = Math.floor(number / 20) % 2 === 1;
  const { name } = functions[index] as (typeof functions)[number];
  // The continuous adjoint's gradient is not that of the steps; after one step of Euler it can be told.
  const method =
    name === "odeintAdjoint" ? "euler" : (methods[Math.floor(number / 40) % 3] as Way["method"]);
  const title = `${name}, ${mode}, ${method}, parameters ${named ? "given" : "found"}`;
  return { index, name, mode, named, method, title };
}

/**
 * Where the step begins and ends: a large one, so that the gradient is f's above all. The continuous adjoint refuses states
 * that it cannot find back to, so its step is small.
 */
export function spanOf({ name }: Way): readonly [number, number] {
  return name === "odeintAdjoint" ? [0.25, 0.25 + 2 ** -7] : [0.25, 0.75];
}
