/** A place within a step, and the condition there. */
export interface Sample {
  readonly theta: number;
  readonly value: number;
}

/** A search for a crossing between two samples. */
export interface Bracket {
  /** The sample just before the crossing, and the one just after it, so far. */
  readonly before: Sample;
  readonly after: Sample;
  /** Whether these are close enough. */
  readonly settled: boolean;
  /** Where to evaluate the condition next. */
  readonly theta: number;
  /** Continues the search with the value there. */
  tell(value: number): void;
}

/** Bounds a search through values that are not those of a continuous function. */
const MOST_PROBES = 200;
/** The first guess, by a secant, keeps this distance from the ends. */
const MARGIN = 0.02;

/**
 * Finds a crossing by Chandrupatla's method: inverse quadratic interpolation where that is safe, bisection elsewhere. It
 * keeps a bracket, converges superlinearly, and usually needs 4 to 8 values.
 *
 * Source: T. R. Chandrupatla (1997), A new hybrid quadratic/bisection algorithm for finding the zero of a nonlinear
 * function without using derivatives, Advances in Engineering Software 28(3), 145–149,
 * https://doi.org/10.1016/S0965-9978(96)00051-8
 *
 * @param before A sample that is not zero.
 * @param after A sample of another sign, or zero.
 * @param width The search ends when the bracket is this narrow.
 * @param floor It also ends when the value after the crossing is this small: below it there is only rounding.
 */
export function bracket(before: Sample, after: Sample, width: number, floor: number): Bracket {
  const side = Math.sign(before.value);
  const isBefore = ({ value }: Sample) => Math.sign(value) === side;
  // a is the newest sample, b is on the other side, c is the one that a or b has replaced.
  let [a, b] = [after, before];
  let probes = 0;
  const pair = () => (isBefore(a) ? { before: a, after: b } : { before: b, after: a });
  const limit = () => width / Math.abs(b.theta - a.theta) / 2;
  const place = (fraction: number) => a.theta + fraction * (b.theta - a.theta);
  let theta = place(clamp(a.value / (a.value - b.value), MARGIN));
  const isStuck = () => theta === a.theta || theta === b.theta || probes === MOST_PROBES;
  return {
    get before() {
      return pair().before;
    },
    get after() {
      return pair().after;
    },
    get settled() {
      return Math.abs(pair().after.value) <= floor || limit() > 0.5 || isStuck();
    },
    get theta() {
      return theta;
    },
    tell(value) {
      probes++;
      const sample = { theta, value };
      let c: Sample;
      if (isBefore(sample) === isBefore(a)) c = a;
      else [c, b] = [b, a];
      a = sample;
      theta = place(clamp(nextFraction(a, b, c), Math.min(0.5, limit())));
    },
  };
}

/** The next place, as a fraction of the way from a to b. */
function nextFraction(a: Sample, b: Sample, c: Sample): number {
  const xi = (a.theta - b.theta) / (c.theta - b.theta);
  const phi = (a.value - b.value) / (c.value - b.value);
  // Whether the inverse quadratic interpolant is monotone between a and b.
  if (!(phi ** 2 < xi && (1 - phi) ** 2 < 1 - xi)) return 0.5;
  const first = (a.value / (b.value - a.value)) * (c.value / (b.value - c.value));
  const alpha = (c.theta - a.theta) / (b.theta - a.theta);
  const second = (a.value / (c.value - a.value)) * (b.value / (c.value - b.value));
  return first + alpha * second;
}

function clamp(fraction: number, margin: number): number {
  return Number.isNaN(fraction) ? 0.5 : Math.min(1 - margin, Math.max(margin, fraction));
}
