import type { ButcherTableau } from "@symplectic-adjoint/core";
import { tableauFrom } from "../tableau-from.js";

/**
 * Kutta's 3/8 rule: order 4, four stages, no error estimate, not FSAL.
 *
 * For a fixed step; its error constants are a little smaller than those of `rk4`, at the same cost. This is the method
 * that torchdiffeq calls `rk4`.
 *
 * Source: W. Kutta, Beitrag zur näherungsweisen Integration totaler Differentialgleichungen, Zeitschrift für Mathematik
 * und Physik 46 (1901), 435–453, Teubner.
 *
 * @example
 * rk38.b; // [0.125, 0.375, 0.375, 0.125]
 */
export const rk38: ButcherTableau = tableauFrom({
  name: "rk38",
  order: 4,
  c: "0 1/3 2/3 1",
  a: ["", "1/3", "−1/3 1", "1 −1 1"],
  b: "1/8 3/8 3/8 1/8",
});
