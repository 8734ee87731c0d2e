import type { GradientComparison, GradientVerdict } from "@symplectic-adjoint/core";
import type { ArgumentName } from "./argument-name.js";
import { centralDifference, type FunctionalSettings } from "./central-difference.js";
import { differentiateNumerically } from "./differentiate-numerically.js";
import { dotOnHost, type HostState, sizeOfProduct, subtractOnHost } from "./host-state.js";
import { type Random, randomSigns } from "./random-signs.js";
import { bitsOf, unitRoundoff } from "./rounding-noise.js";
import { scaleOf } from "./scale-of.js";

/** One array argument that can be perturbed separately. */
export interface PerturbableArgument extends ArgumentName {
  readonly values: Float64Array;
  /** The scale of perturbations per element. Default: its magnitude. */
  readonly scale?: Float64Array | undefined;
  /** The outputs for other values of it; undefined if the backend cannot perturb it. */
  readonly outputsAt: ((values: Float64Array) => Promise<HostState>) | undefined;
}

/** Shared settings of all comparisons of a functional. */
export interface ComparisonSettings<A> extends FunctionalSettings<A> {
  readonly tolerance: number;
  /** Number of VJPs summed in the gradient. */
  readonly products: number;
  readonly direction: number;
}

/** The gradient of one argument. */
export interface AdjointGradient {
  readonly gradient: Float64Array;
  /** The same, computed with different rounding. */
  readonly again: Float64Array;
  /** Direct contribution of the array to the functional, without f: for a state, the functional's part at the start. */
  readonly own: Float64Array | undefined;
}

/** Relative uncertainty above which a comparison is unresolved. */
const RESOLUTION = 0.1;
/** Influence through f below this, relative to the direct contribution, counts as zero. */
const NEGLIGIBLE = 1e-3;
/** Number of standard deviations that an uncertainty covers. */
const SAFETY = 4;

/**
 * Perturbs an argument along a random direction in both signs, and compares the difference with the gradient's product.
 */
export async function compareArgument<A>(
  { argument, name, values, outputsAt, scale = scaleOf(values) }: PerturbableArgument,
  { gradient, again, own }: AdjointGradient,
  settings: ComparisonSettings<A>,
  random: Random,
): Promise<GradientComparison> {
  const { backend, tolerance, products, direction } = settings;
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
    // If reference is 0, no output changed and the gradient is 0 too.
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
