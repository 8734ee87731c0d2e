import type { ButcherTableau } from "@symplectic-adjoint/core";
import { toButcherTableau } from "./to-butcher-tableau.js";

/**
 * The methods of the reference values, by their names there, for tests that must not depend on the published tableaux.
 * heun2 has Euler's method embedded, bosh3 and dopri5 their usual partners; the others have none.
 */
export const smallTableaux: Readonly<Record<SmallTableau, ButcherTableau>> = Object.freeze({
  euler: toButcherTableau({ a: [[]], b: [1], c: [0] }, { name: "euler", order: 1 }),
  midpoint: toButcherTableau(
    { a: [[], [1 / 2]], b: [0, 1], c: [0, 1 / 2] },
    { name: "midpoint", order: 2 },
  ),
  heun2: toButcherTableau(
    { a: [[], [1]], b: [1 / 2, 1 / 2], c: [0, 1], bHat: [1, 0] },
    { name: "heun2", order: 2 },
  ),
  ralston2: toButcherTableau(
    { a: [[], [2 / 3]], b: [1 / 4, 3 / 4], c: [0, 2 / 3] },
    { name: "ralston2", order: 2 },
  ),
  bosh3: toButcherTableau(
    {
      a: [[], [1 / 2], [0, 3 / 4], [2 / 9, 1 / 3, 4 / 9]],
      b: [2 / 9, 1 / 3, 4 / 9, 0],
      c: [0, 1 / 2, 3 / 4, 1],
      bHat: [7 / 24, 1 / 4, 1 / 3, 1 / 8],
    },
    { name: "bosh3", order: 3 },
  ),
  rk4: toButcherTableau(
    {
      a: [[], [1 / 2], [0, 1 / 2], [0, 0, 1]],
      b: [1 / 6, 1 / 3, 1 / 3, 1 / 6],
      c: [0, 1 / 2, 1 / 2, 1],
    },
    { name: "rk4", order: 4 },
  ),
  rk38: toButcherTableau(
    {
      a: [[], [1 / 3], [-1 / 3, 1], [1, -1, 1]],
      b: [1 / 8, 3 / 8, 3 / 8, 1 / 8],
      c: [0, 1 / 3, 2 / 3, 1],
    },
    { name: "rk38", order: 4 },
  ),
  dopri5: toButcherTableau(
    {
      a: [
        [],
        [1 / 5],
        [3 / 40, 9 / 40],
        [44 / 45, -56 / 15, 32 / 9],
        [19372 / 6561, -25360 / 2187, 64448 / 6561, -212 / 729],
        [9017 / 3168, -355 / 33, 46732 / 5247, 49 / 176, -5103 / 18656],
        [35 / 384, 0, 500 / 1113, 125 / 192, -2187 / 6784, 11 / 84],
      ],
      b: [35 / 384, 0, 500 / 1113, 125 / 192, -2187 / 6784, 11 / 84, 0],
      c: [0, 1 / 5, 3 / 10, 4 / 5, 8 / 9, 1, 1],
      bHat: [1951 / 21600, 0, 22642 / 50085, 451 / 720, -12231 / 42400, 649 / 6300, 1 / 60],
    },
    { name: "dopri5", order: 5 },
  ),
});

/** Names of {@link smallTableaux}. */
export type SmallTableau =
  | "euler"
  | "midpoint"
  | "heun2"
  | "ralston2"
  | "bosh3"
  | "rk4"
  | "rk38"
  | "dopri5";
