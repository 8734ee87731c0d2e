import type { GradientComparison, GradientVerdict } from "@symplectic-adjoint/core";
import type { ArgumentName } from "./argument-name.js";
import { centralDifference, type FunctionalSettings } from "./central-difference.js";
import { differentiateNumerically } from "./differentiate-numerically.js";
import { dotOnHost, type HostState, sizeOfProduct, subtractOnHost } from "./host-state.js";
import { type Random, randomSigns } from "./random-signs.js";
import { bitsOf, unitRoundoff } from "./rounding-noise.js";
import { scaleOf } from "./scale-of.js";

/** One array among the arguments, which can be moved alone. */
export interface MovableArgument extends ArgumentName {
  readonly values: Float64Array;
  /** The outputs where it has other values; undefined if the backend cannot move it. */
  readonly outputsAt: ((values: Float64Array) => Promise<HostState>) | undefined;
}

/** What all comparisons of one functional share. */
export interface ComparisonSettings<A> extends FunctionalSettings<A> {
  readonly tolerance: number;
  /** How many vector-Jacobian products the gradient is a sum of. */
  readonly products: number;
  readonly direction: number;
}

/** The gradient of one argument. */
export interface ClaimedGradient {
  readonly gradient: Float64Array;
  /** The same with other roundings. */
  readonly again: Float64Array;
  /** What the array contributes to the functional by itself, f aside: the functional's part at the start, for a state. */
  readonly own: Float64Array | undefined;
}

/** An uncertainty of more than this part of the gradient leaves open whether it is right. */
const RESOLUTION = 0.1;
/** An influence by f that is known to be smaller than this, beside the state's own, is none. */
const NEGLIGIBLE = 1e-3;
/** Standard deviations that an uncertainty covers. */
const SAFETY = 4;

/** Moves an argument along a random direction and back, and compares the difference with the gradient's product. */
export async function compareArgument<A>(
  { argument, name, values, outputsAt }: MovableArgument,
  { gradient, again, own }: ClaimedGradient,
  settings: ComparisonSettings<A>,
  random: Random,
): Promise<GradientComparison> {
  const { backend, tolerance, products, direction } = settings;
  const scale = scaleOf(values);
  const along = randomSigns(random, values.length).map((sign, i) => sign * (scale[i] as number));
  const claimed = dotOnHost([gradient], [along]);
  const size = sizeOfProduct([gradient], [along]);

  const found =
    outputsAt === undefined
      ? { value: Number.NaN, uncertainty: Number.POSITIVE_INFINITY }
      : await differentiateNumerically(
          (epsilon) => centralDifference({ values, along, gradient, outputsAt }, settings, epsilon),
          {
            bits: bitsOf(backend),
            goal: tolerance,
            magnitude: Number.isFinite(size) ? size : 0,
          },
        );
  const ownSize = own === undefined ? 0 : sizeOfProduct([own], [along]);
  const roundings = sizeOfProduct(subtractOnHost([gradient], [again]), [along]);
  const accumulated = unitRoundoff(backend) * Math.sqrt(products) * Math.hypot(size, ownSize);
  const difference = found.value;
  const uncertainty = found.uncertainty + SAFETY * (roundings + accumulated);
  const error = Math.abs(difference - claimed);
  let reference = Math.max(Math.abs(difference), Math.abs(claimed), size);
  let verdict: GradientVerdict = "unresolved";
  if (Number.isFinite(difference)) {
    const wrong = error > uncertainty + tolerance * reference;
    if (!Number.isFinite(claimed) || wrong) verdict = "differs";
    // Where reference is 0, no output moved by a bit, and the gradient says so.
    else if (reference === 0 || uncertainty <= RESOLUTION * reference) verdict = "agrees";
    else if (uncertainty <= NEGLIGIBLE * ownSize) {
      verdict = "agrees";
      reference = ownSize;
    }
  }
  const relativeError = Number.isFinite(claimed)
    ? error / (reference || 1)
    : Number.POSITIVE_INFINITY;
  return {
    ...{ argument, name, direction, gradient: claimed },
    ...{ difference, uncertainty, relativeError, verdict },
  };
}
