import { type ButcherTableau, checkedTableau } from "@symplectic-adjoint/core";
import { smallTableaux } from "@symplectic-adjoint/testing";

const { dopri5, heun2: heun } = smallTableaux;

/** Tableaux that declare their dense output. */
export const denseTableaux: Readonly<Record<"dopri5" | "branched", ButcherTableau>> = {
  /** With Shampine's polynomial of degree 4. */
  dopri5: checkedTableau({
    ...dopri5,
    interpolant: {
      order: 4,
      weights: [
        [0, 1, -8048581381 / 2820520608, 8663915743 / 2820520608, -12715105075 / 11282082432],
        [0, 0, 0, 0, 0],
        [0, 0, 131558114200 / 32700410799, -68118460800 / 10900136933, 87487479700 / 32700410799],
        [0, 0, -1754552775 / 470086768, 14199869525 / 1410260304, -10690763975 / 1880347072],
        [
          0,
          0,
          127303824393 / 49829197408,
          -318862633887 / 49829197408,
          701980252875 / 199316789632,
        ],
        [0, 0, -282668133 / 205662961, 2019193451 / 616988883, -1453857185 / 822651844],
        [0, 0, 40617522 / 29380423, -110615467 / 29380423, 69997945 / 29380423],
      ],
      a: [],
      c: [],
    },
  }),
  /**
   * With a stage that matters only to another one, and one that matters to none; no stage is at the end of the step. An
   * interpolant of order 1, to test sums, not accuracy.
   */
  branched: checkedTableau({
    ...heun,
    name: "branched",
    interpolant: {
      order: 1,
      weights: [
        [0, 0.25, 0.25],
        [0, -0.25, 0.75],
        [0, 0, 0],
        [0, 0, 0],
        [0, 1, -1],
      ],
      a: [
        [0.25, 0.25],
        [0.125, 0.125, 0],
        [0.5, 0, 0, 0.25],
      ],
      c: [0.5, 0.25, 0.75],
    },
  }),
};
