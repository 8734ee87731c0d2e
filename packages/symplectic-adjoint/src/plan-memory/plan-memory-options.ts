import type { Tree } from "@symplectic-adjoint/core";
import type { AsyncOptions, SolveOptions, TimeKind } from "../options/options.js";

/** Options of `planMemory`: those of `solve` and `solveAsync`. */
export type PlanMemoryOptions<A, F, T extends TimeKind = TimeKind> = Omit<
  SolveOptions<A, F, Tree<A>, unknown, T> & AsyncOptions,
  "differentiate"
>;
