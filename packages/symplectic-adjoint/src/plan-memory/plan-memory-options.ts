import type { AsyncOptions, SolveOptions } from "../options/options.js";

/** Options of `planMemory`: those of `solve` and `solveAsync`. */
export type PlanMemoryOptions<A, F> = Omit<SolveOptions<A, F> & AsyncOptions, "differentiate">;
