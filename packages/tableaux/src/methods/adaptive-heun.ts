import type { ButcherTableau } from "@symplectic-adjoint/core";
import { tableauFrom } from "../tableau-from.js";

/**
 * Heun's method of order 2 with Euler's method embedded, order 2(1): two stages, not FSAL.
 *
 * For loose tolerances and f with low regularity. Propagates the solution of order 2.
 *
 * Source: K. Heun, Neue Methoden zur approximativen Integration der Differentialgleichungen einer unabhängigen
 * Veränderlichen, Zeitschrift für Mathematik und Physik 45 (1900), 23–38, Teubner.
 *
 * @example
 * adaptiveHeun.error; // [-0.5, 0.5]
 */
export const adaptiveHeun: ButcherTableau = tableauFrom({
  name: "adaptiveHeun",
  order: 2,
  c: "0 1",
  a: ["", "1"],
  b: "1/2 1/2",
  bHat: "1 0",
});
