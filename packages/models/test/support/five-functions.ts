import {
  odeint,
  odeintAdjoint,
  odeintCheckpoint,
  odeintOnecheckpoint,
  odeintSymplecticAdjoint,
} from "symplectic-adjoint";
import type { Odeint } from "../../src/index.js";

/** The five functions, by name. */
export const fiveFunctions: ReadonlyArray<readonly [name: string, odeint: Odeint]> = [
  ["odeint", odeint],
  ["odeintAdjoint", odeintAdjoint],
  ["odeintOnecheckpoint", odeintOnecheckpoint],
  ["odeintCheckpoint", odeintCheckpoint],
  ["odeintSymplecticAdjoint", odeintSymplecticAdjoint],
];
