import type { Benchmark } from "./benchmark.js";

/** All benchmarks by name. */
export const benchmarks: Readonly<Record<string, () => Promise<Benchmark>>> = {
  evaluations: async () => (await import("./evaluations/evaluations.js")).evaluations,
  memory: async () => (await import("./memory/memory.js")).memory,
  "small-systems": async () => (await import("./small-systems/small-systems.js")).smallSystems,
};
