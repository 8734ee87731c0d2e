import type { Experiment } from "./framework/experiment.js";

/** All experiments by name, each loaded when it is needed. */
export const experiments: Readonly<Record<string, () => Promise<Experiment>>> = {
  kdv: async () => (await import("./grids/kdv.js")).kdv,
  "cahn-hilliard": async () => (await import("./grids/cahn-hilliard.js")).cahnHilliard,
  "small-systems": async () => (await import("./small-systems/small-systems.js")).smallSystems,
  "cnf-toys": async () => (await import("./cnf-toys/cnf-toys.js")).cnfToys,
  "cnf-tabular": async () => (await import("./cnf-tabular/cnf-tabular.js")).cnfTabular,
  orders: async () => (await import("./sweeps/orders.js")).orders,
  tolerances: async () => (await import("./sweeps/tolerances.js")).tolerances,
  steps: async () => (await import("./sweeps/steps.js")).steps,
  rounding: async () => (await import("./sweeps/rounding.js")).rounding,
};
