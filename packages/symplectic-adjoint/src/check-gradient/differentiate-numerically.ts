/** A derivative by central differences, and what it may be wrong by. */
export interface NumericalDerivative {
  readonly value: number;
  readonly uncertainty: number;
}

/** What φ(ε), φ(−ε) and φ(0) tell of its derivative. */
export interface CentralDifference {
  /** (φ(ε) − φ(−ε)) / 2ε. */
  readonly value: number;
  /** (φ_i(ε) + φ_i(−ε) − 2 φ_i(0)) / 2ε for each term φ_i of φ: half of what its slopes on either side differ by. */
  readonly bends: Float64Array;
  /** The standard deviation of `value` by rounding. */
  readonly rounding: number;
}

/** What is known before anything is evaluated. */
export interface DifferenceSettings {
  /** Bits of the significand of the numbers that φ is computed in. */
  readonly bits: number;
  /** The relative uncertainty at which to stop. */
  readonly goal: number;
  /** How large the derivative is thought to be, to know when to stop: what it is claimed to be, before terms cancel. */
  readonly magnitude: number;
}

/** Standard deviations that an uncertainty covers, and what the difference of two extrapolations is multiplied by. */
const SAFETY = 4;
/** The rounding of extrapolated bends, which have three values of φ, one of them twice, beside that of a difference. */
const BEND_ROUNDING = 2.5;
/** Steps are powers of 4: a change by 2^20 times the argument's scale is tried last. */
const LARGEST = 10;
const NOTHING: CentralDifference = {
  ...{ value: Number.NaN, bends: Float64Array.of(Number.NaN), rounding: Number.NaN },
};

/**
 * φ'(0) by central differences, each extrapolated with the one of a step four times as long (Richardson):
 *
 *     D(ε) = (φ(ε) − φ(−ε)) / 2ε = φ' + O(ε²),     R(ε) = (16 D(ε) − D(4ε)) / 15 = φ' + O(ε⁴)
 *
 * Rounding costs noise / 2ε, truncation at most about |R(ε) − R(4ε)|. The search begins where the two balance for a smooth
 * φ, and goes on to longer steps while rounding prevails, to shorter ones while truncation does, until the sum is below the
 * goal or has passed its minimum. Costs 6 evaluations of φ at least, and 2 for each step more.
 *
 * Where extrapolations do not approach each other, as at a jump, the uncertainty is infinite. At a kink, where the slopes on
 * either side do not approach each other, it reaches to both: what is between is as good a derivative as any.
 *
 * @param central D(ε). What it throws far from 0, where φ need not be defined, counts as not finite.
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
  /** What a shorter step says otherwise, beyond its rounding: where φ levels off, long steps agree on nothing but 0. */
  const refutation = (level: number): number => {
    let most = 0;
    for (let shorter = bottom; shorter < level; shorter++) {
      const apart = Math.abs(extrapolated(shorter) - extrapolated(level));
      if (apart - rounding(shorter) > most) most = apart - rounding(shorter);
    }
    return most;
  };
  /**
   * How far the slopes on either side are from the one between, with what is due to curvature extrapolated away. Terms may
   * have kinks in either direction, hence their root sum of squares.
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
