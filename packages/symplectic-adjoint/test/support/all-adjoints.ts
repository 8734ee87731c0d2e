import type { Adjoint } from "@symplectic-adjoint/core";
import { continuousAdjoint } from "../../src/index.js";
import { exactAdjoints } from "./exact-adjoints.js";

/** Every adjoint, by the name of its factory. */
export const allAdjoints: ReadonlyArray<readonly [name: string, adjoint: Adjoint]> = [
  ...exactAdjoints,
  ["continuousAdjoint", continuousAdjoint()],
];
