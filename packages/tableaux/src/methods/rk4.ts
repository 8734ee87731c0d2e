import type { ButcherTableau } from "@symplectic-adjoint/core";
import { tableauFrom } from "../tableau-from.js";

/**
 * Kutta's classical method, "the" Runge-Kutta method: order 4, four stages, no error estimate, not FSAL.
 *
 * The usual choice for a fixed step. What torchdiffeq calls `rk4` is the 3/8 rule, which is `rk38` here.
 *
 * Source: W. Kutta, Beitrag zur näherungsweisen Integration totaler Differentialgleichungen, Zeitschrift für Mathematik
 * und Physik 46 (1901), 435–453, Teubner.
 *
 * @example
 * rk4.activeStages; // [0, 1, 2, 3]
 */
export const rk4: ButcherTableau = tableauFrom({
  name: "rk4",
  order: 4,
  c: "0 1/2 1/2 1",
  a: ["", "1/2", "0 1/2", "0 0 1"],
  b: "1/6 1/3 1/3 1/6",
});
