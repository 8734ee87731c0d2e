/** What each experiment is about: read for the usage, without loading any. */
export const questions: Readonly<Record<string, string>> = {
  kdv: "Korteweg–de Vries: learning a partial differential equation that conserves its energy",
  "cahn-hilliard": "Cahn–Hilliard: learning one that dissipates it",
  "small-systems": "mass on a spring, pendulum, two bodies: learning an energy",
  "cnf-toys": "continuous normalizing flows of eight densities in the plane",
  "cnf-tabular": "flows of tables: real small ones, and the sizes of the paper's five",
  orders: "memory against the number of stages: methods of order 2 to 8",
  tolerances: "error of the gradient and evaluations against the tolerance",
  steps: "memory against the number of steps",
  rounding: "error of the gradient in single precision against the number of steps",
};
