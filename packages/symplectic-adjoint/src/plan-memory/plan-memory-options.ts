import type { SolveOptions } from "../options/options.js";

/** Options of `planMemory`: those of `solve`. */
export type PlanMemoryOptions<A, F> = Omit<SolveOptions<A, F>, "differentiate">;
