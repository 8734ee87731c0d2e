import type { ButcherTableau } from "@symplectic-adjoint/core";
import { tableauFrom } from "../tableau-from.js";

/**
 * Euler's method: order 1, one stage, no error estimate, not FSAL.
 *
 * For tests, for teaching, and where steps must be cheap: y⁺ = y + h f(t, y).
 *
 * Source: L. Euler, Institutionum calculi integralis, vol. 1, Imperial Academy of Sciences, St Petersburg, 1768.
 *
 * @example
 * euler.b; // [1]
 */
export const euler: ButcherTableau = tableauFrom({
  name: "euler",
  order: 1,
  c: "0",
  a: [""],
  b: "1",
});
