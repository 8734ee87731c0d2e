import type { ButcherTableau } from "@symplectic-adjoint/core";
import { adaptiveHeun } from "./methods/adaptive-heun.js";
import { bosh3 } from "./methods/bosh3.js";
import { dopri5 } from "./methods/dopri5.js";
import { dopri8 } from "./methods/dopri8.js";
import { euler } from "./methods/euler.js";
import { fehlberg2 } from "./methods/fehlberg2.js";
import { midpoint } from "./methods/midpoint.js";
import { rk4 } from "./methods/rk4.js";
import { rk38 } from "./methods/rk38.js";

/**
 * All methods by name: fixed step first, then those with an error estimate, each group by order.
 *
 * Import single methods if bundle size matters; this record includes all of them.
 *
 * @example
 * tableaux.dopri5.order; // 5
 */
export const tableaux: {
  readonly euler: ButcherTableau;
  readonly midpoint: ButcherTableau;
  readonly rk4: ButcherTableau;
  readonly rk38: ButcherTableau;
  readonly adaptiveHeun: ButcherTableau;
  readonly fehlberg2: ButcherTableau;
  readonly bosh3: ButcherTableau;
  readonly dopri5: ButcherTableau;
  readonly dopri8: ButcherTableau;
} = Object.freeze({
  euler,
  midpoint,
  rk4,
  rk38,
  adaptiveHeun,
  fehlberg2,
  bosh3,
  dopri5,
  dopri8,
});

/** The name of a method in {@link tableaux}. */
export type MethodName = keyof typeof tableaux;
