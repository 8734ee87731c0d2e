import type { Experiment } from "./framework/experiment.js";

/** All experiments by name, each loaded when it is needed. */
export const experiments: Readonly<Record<string, () => Promise<Experiment>>> = {
  kdv: async () => (await import("./grids/kdv.js")).kdv,
  "cahn-hilliard": async () => (await import("./grids/cahn-hilliard.js")).cahnHilliard,
  "cnf-toys": async () => (await import("./cnf-toys/cnf-toys.js")).cnfToys,
};
