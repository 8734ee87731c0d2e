import type { ButcherTableau } from "@symplectic-adjoint/core";
import { tableauFrom } from "../tableau-from.js";

/**
 * The pair of Bogacki and Shampine, order 3(2): four stages, FSAL, so three evaluations per step.
 *
 * For tolerances of 1e-3 and looser, and for f that is not smooth enough for `dopri5`.
 *
 * Source: P. Bogacki and L. F. Shampine, A 3(2) pair of Runge-Kutta formulas, Applied Mathematics Letters 2 (1989),
 * 321–325, doi:10.1016/0893-9659(89)90079-7.
 *
 * @example
 * bosh3.fsal; // true
 */
export const bosh3: ButcherTableau = tableauFrom({
  name: "bosh3",
  order: 3,
  c: "0 1/2 3/4 1",
  a: ["", "1/2", "0 3/4", "2/9 1/3 4/9"],
  b: "2/9 1/3 4/9 0",
  bHat: "7/24 1/4 1/3 1/8",
});
