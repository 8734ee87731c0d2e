import type { Benchmark } from "./benchmark.js";

/** All benchmarks by name. */
export const benchmarks: Readonly<Record<string, () => Promise<Benchmark>>> = {
  compiled: async () => (await import("./compiled/compiled.js")).compiled,
  engines: async () => (await import("./engines/engines.js")).engines,
  evaluations: async () => (await import("./evaluations/evaluations.js")).evaluations,
  "first-solves": async () => (await import("./compiled/first-solves.js")).firstSolves,
  "lean-engine": async () => (await import("./lean-engine/lean-engine.js")).leanEngine,
  memory: async () => (await import("./memory/memory.js")).memory,
  "million-steps": async () => (await import("./million-steps/million-steps.js")).millionSteps,
  offloading: async () => (await import("./offloading/offloading.js")).offloading,
  outputs: async () => (await import("./outputs/outputs.js")).outputs,
  parallel: async () => (await import("./parallel/parallel.js")).parallel,
  readback: async () => (await import("./readback/readback.js")).readback,
  regressions: async () => (await import("./regressions/regressions.js")).regressions,
  "stage-checkpoints": async () =>
    (await import("./stage-checkpoints/stage-checkpoints.js")).stageCheckpoints,
  "step-files": async () => (await import("./step-files/step-files.js")).stepFiles,
  "small-systems": async () => (await import("./small-systems/small-systems.js")).smallSystems,
};
