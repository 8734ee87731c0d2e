/** A derivative by central differences, and its uncertainty. */
export interface NumericalDerivative {
  readonly value: number;
  readonly uncertainty: number;
}

/** Derivative estimates from φ(ε), φ(−ε) and φ(0). */
export interface CentralDifference {
  /** (φ(ε) − φ(−ε)) / 2ε. */
  readonly value: number;
  /** (φ_i(ε) + φ_i(−ε) − 2 φ_i(0)) / 2ε for each term φ_i of φ: half the difference of the one-sided slopes. */
  readonly bends: Float64Array;
  /** The standard deviation of `value` due to rounding. */
  readonly rounding: number;
}

/** Settings known in advance. */
export interface DifferenceSettings {
  /** Bits of the significand of the numbers that φ is computed in. */
  readonly bits: number;
  /** Target relative uncertainty. */
  readonly goal: number;
  /** Expected magnitude of the derivative before cancellation, for the stopping criterion. */
  readonly magnitude: number;
}

/**
 * Number of standard deviations that an uncertainty covers; also the factor on the difference of two extrapolations.
 */
const SAFETY = 4;
/**
 * The rounding noise of extrapolated second differences (three values of φ, one of them twice), relative to that of a
 * difference.
 */
const BEND_ROUNDING = 2.5;
/** Steps are powers of 4; the last one is 2^20 times the argument's scale. */
const LARGEST = 10;
const NOTHING: CentralDifference = {
  ...{ value: Number.NaN, bends: Float64Array.of(Number.NaN), rounding: Number.NaN },
};

/**
 * φ'(0) by central differences, each extrapolated with the one of a step four times as long (Richardson):
 *
 *     D(ε) = (φ(ε) − φ(−ε)) / 2ε = φ' + O(ε²),     R(ε) = (16 D(ε) − D(4ε)) / 15 = φ' + O(ε⁴)
 *
 * Rounding costs noise / 2ε, truncation at most about |R(ε) − R(4ε)|. The search starts where the two balance for a
 * smooth φ, and moves to longer steps while rounding dominates, to shorter ones while truncation does, until the sum is
 * below the target or has passed its minimum. Costs at least 6 evaluations of φ, and 2 for each further step.
 *
 * If the extrapolations do not converge, as at a jump, the uncertainty is infinite. At a kink, where the one-sided
 * slopes do not converge to each other, the uncertainty covers both slopes.
 *
 * @param central D(ε). Errors thrown far from 0 count as non-finite values.
 */
export async function differentiateNumerically(
  central: (epsilon: number) => Promise<CentralDifference>,
  { bits, goal, magnitude }: DifferenceSettings,
): Promise<NumericalDerivative> {
  const start = -Math.round(bits / 12) - 2;
  const known = new Map<number, CentralDifference>();
  const at = (level: number): CentralDifference => known.get(level) ?? NOTHING;
  async function look(level: number): Promise<void> {
    try {
      known.set(level, await central(4 ** level));
    } catch (error) {
      if (level <= start + 2) throw error;
    }
  }
  const extrapolated = (level: number): number => (16 * at(level).value - at(level + 1).value) / 15;
  const rounding = (level: number): number => SAFETY * (17 / 15) * at(level).rounding;
  const truncation = (level: number): number =>
    SAFETY * Math.abs(extrapolated(level) - extrapolated(level + 1));
  let [bottom, top] = [start, start];
  /** Disagreement with a shorter step beyond rounding: where φ saturates, long steps agree on 0. */
  const refutation = (level: number): number => {
    let most = 0;
    for (let shorter = bottom; shorter < level; shorter++) {
      const apart = Math.abs(extrapolated(shorter) - extrapolated(level));
      if (apart - rounding(shorter) > most) most = apart - rounding(shorter);
    }
    return most;
  };
  /**
   * Deviation of the one-sided slopes from the central one, with the effect of curvature extrapolated away. Terms may
   * have kinks in either direction, hence the root sum of squares.
   */
  const kink = (level: number): number => {
    const [near, far] = [at(level).bends, at(level + 1).bends];
    const squares = near.reduce(
      (sum, bend, i) => sum + ((4 * bend - (far[i] as number)) / 3) ** 2,
      0,
    );
    const apart = Math.sqrt(squares);
    return apart > BEND_ROUNDING * rounding(level) ? SAFETY * apart : 0;
  };
  const uncertainty = (level: number): number => {
    const sum = rounding(level) + truncation(level) + refutation(level) + kink(level);
    return Number.isNaN(sum) ? Number.POSITIVE_INFINITY : sum;
  };
  const answer = (level: number): NumericalDerivative => {
    const value = extrapolated(level);
    const converges = truncation(level) <= SAFETY * Math.max(rounding(level), Math.abs(value) / 8);
    return { value, uncertainty: converges ? uncertainty(level) : Number.POSITIVE_INFINITY };
  };

  for (const level of [start, start + 1, start + 2]) await look(level);
  for (;;) {
    let best = bottom;
    for (let level = bottom; level <= top; level++) {
      if (uncertainty(level) < uncertainty(best)) best = level;
    }
    const found = answer(best);
    const reached = found.uncertainty <= goal * Math.max(Math.abs(found.value), magnitude);
    const vanishes = magnitude === 0 && [...known.values()].every(({ value }) => value === 0);
    if (reached || vanishes) return found;
    const roundingPrevails = rounding(best) > truncation(best) + refutation(best);
    if (roundingPrevails && best === top && top + 2 < LARGEST) {
      top++;
      await look(top + 2);
    } else if (!roundingPrevails && rounding(bottom) < uncertainty(best) && bottom > -bits / 3) {
      bottom--;
      await look(bottom);
    } else return found;
  }
}
