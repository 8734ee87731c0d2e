import type { ButcherTableau } from "@symplectic-adjoint/core";
import { tableauFrom } from "../tableau-from.js";

/**
 * The explicit midpoint rule: order 2, two stages, no error estimate, not FSAL.
 *
 * The cheapest method of order 2 for a fixed step. Its first weight is zero, so its symplectic partner has a modified
 * stage.
 *
 * Source: C. Runge, Ueber die numerische Auflösung von Differentialgleichungen, Mathematische Annalen 46 (1895),
 * 167–178, doi:10.1007/BF01446807.
 *
 * @example
 * midpoint.c; // [0, 0.5]
 */
export const midpoint: ButcherTableau = tableauFrom({
  name: "midpoint",
  order: 2,
  c: "0 1/2",
  a: ["", "1/2"],
  b: "0 1",
});
