import { type Complex, complex } from "@symplectic-adjoint/testing";

/** A Runge-Kutta method with dense output, written out independently of the library. */
export interface ComplexMethod {
  readonly a: ReadonlyArray<ReadonlyArray<number>>;
  readonly b: ReadonlyArray<number>;
  readonly c: ReadonlyArray<number>;
  /** Whether dense output needs f at the end as one more slope. */
  readonly needsEndSlope: boolean;
  /** w_j(θ) and w_j'(θ). */
  weights(theta: Complex): ReadonlyArray<Complex>;
  derivatives(theta: Complex): ReadonlyArray<Complex>;
}

const polynomial = (coefficients: ReadonlyArray<number>) => ({
  at: (x: Complex) =>
    coefficients.reduceRight((sum, value) => sum.plus(value).times(x), complex(0)),
  slopeAt: (x: Complex) =>
    coefficients.reduceRight((sum, value, i) => sum.times(x).plus(value * (i + 1)), complex(0)),
});

/** Dense output from polynomials without constant term: coefficients of θ, θ², … */
function dense(rows: ReadonlyArray<ReadonlyArray<number>>) {
  const polynomials = rows.map(polynomial);
  return {
    weights: (theta: Complex) => polynomials.map(({ at }) => at(theta)),
    derivatives: (theta: Complex) => polynomials.map(({ slopeAt }) => slopeAt(theta)),
  };
}

/** The cubic Hermite interpolant, with the first slope and that at the end. */
const hermite = (b: ReadonlyArray<number>, last: number) =>
  dense(
    Array.from({ length: Math.max(b.length, last + 1) }, (_, i) => [
      i === 0 ? 1 : 0,
      3 * (b[i] ?? 0) - (i === 0 ? 2 : 0) - (i === last ? 1 : 0),
      -2 * (b[i] ?? 0) + (i === 0 ? 1 : 0) + (i === last ? 1 : 0),
    ]),
  );

const RK4 = [1 / 6, 1 / 3, 1 / 3, 1 / 6];
const BOSH3 = [2 / 9, 1 / 3, 4 / 9, 0];
const DOPRI5 = [35 / 384, 0, 500 / 1113, 125 / 192, -2187 / 6784, 11 / 84, 0];

/** Methods by their names in the library. */
export const complexMethods: Readonly<Record<"rk4" | "bosh3" | "dopri5", ComplexMethod>> = {
  rk4: {
    a: [[], [1 / 2], [0, 1 / 2], [0, 0, 1]],
    b: RK4,
    c: [0, 1 / 2, 1 / 2, 1],
    needsEndSlope: true,
    ...hermite(RK4, 4),
  },
  bosh3: {
    a: [[], [1 / 2], [0, 3 / 4], BOSH3.slice(0, 3)],
    b: BOSH3,
    c: [0, 1 / 2, 3 / 4, 1],
    needsEndSlope: false,
    ...hermite(BOSH3, 3),
  },
  dopri5: {
    a: [
      [],
      [1 / 5],
      [3 / 40, 9 / 40],
      [44 / 45, -56 / 15, 32 / 9],
      [19372 / 6561, -25360 / 2187, 64448 / 6561, -212 / 729],
      [9017 / 3168, -355 / 33, 46732 / 5247, 49 / 176, -5103 / 18656],
      DOPRI5.slice(0, 6),
    ],
    b: DOPRI5,
    c: [0, 1 / 5, 3 / 10, 4 / 5, 8 / 9, 1, 1],
    needsEndSlope: false,
    // Shampine (1986), as in SciPy's RK45.
    ...dense([
      [1, -8048581381 / 2820520608, 8663915743 / 2820520608, -12715105075 / 11282082432],
      [0, 0, 0, 0],
      [0, 131558114200 / 32700410799, -68118460800 / 10900136933, 87487479700 / 32700410799],
      [0, -1754552775 / 470086768, 14199869525 / 1410260304, -10690763975 / 1880347072],
      [0, 127303824393 / 49829197408, -318862633887 / 49829197408, 701980252875 / 199316789632],
      [0, -282668133 / 205662961, 2019193451 / 616988883, -1453857185 / 822651844],
      [0, 40617522 / 29380423, -110615467 / 29380423, 69997945 / 29380423],
    ]),
  },
};
