import type { ButcherTableau } from "@symplectic-adjoint/core";
import { tableauFrom } from "../tableau-from.js";

/**
 * Fehlberg's RKF1(2), order 2(1): three stages.
 *
 * For loose tolerances. Propagates the solution of order 2, y⁺ with the weights b. The last stage is evaluated at the
 * solution of order 1, whose weights are the last row of a, so k_3 is not the next step's k_1: it would be FSAL only
 * when propagating the solution of order 1. The error weights b − b̂ are −1/512, 0, 1/512.
 *
 * Source: E. Fehlberg, Low-order classical Runge-Kutta formulas with stepsize control and their application to some
 * heat transfer problems, NASA Technical Report R-315, 1969.
 *
 * @example
 * fehlberg2.error; // [-1 / 512, 0, 1 / 512]
 */
export const fehlberg2: ButcherTableau = tableauFrom({
  name: "fehlberg2",
  order: 2,
  c: "0 1/2 1",
  a: ["", "1/2", "1/256 255/256"],
  b: "1/512 255/256 1/512",
  bHat: "1/256 255/256 0",
});
