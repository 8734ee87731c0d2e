import type { Backend } from "@symplectic-adjoint/core";
import type { CentralDifference } from "./differentiate-numerically.js";
import { dotOnHost, type HostState, rounded, subtractOnHost } from "./host-state.js";
import { minimumRounding } from "./rounding-noise.js";

/** A line through an argument, along which outputs are evaluated. */
export interface Line {
  readonly values: Float64Array;
  readonly along: Float64Array;
  /** The gradient to check. */
  readonly gradient: Float64Array;
  outputsAt(values: Float64Array): Promise<HostState>;
}

/** A functional of the outputs and its rounding noise. */
export interface FunctionalSettings<A> {
  readonly backend: Backend<A>;
  readonly functional: HostState;
  /** The unperturbed outputs. */
  readonly outputs: HostState;
  /** Standard deviation of a difference of two of its values due to rounding. */
  readonly noise: number;
  readonly steps: number;
}

/**
 * The central difference of a functional for a step of ε along a line. Sums are in double precision; outputs are
 * subtracted first, element by element, so that their common part is not summed.
 */
export async function centralDifference<A>(
  { values, along, gradient, outputsAt }: Line,
  { backend, functional, outputs, noise, steps }: FunctionalSettings<A>,
  epsilon: number,
): Promise<CentralDifference> {
  const beside = (side: number): Float64Array =>
    rounded(
      backend,
      values.map((value, i) => value + side * epsilon * (along[i] as number)),
    );
  // The perturbed points are rounded; the deviation is corrected with the gradient.
  const astray = (point: Float64Array, side: number): number => {
    const rest = point.map(
      (value, i) => value - (values[i] as number) - side * epsilon * (along[i] as number),
    );
    const correction = dotOnHost([gradient], [rest]);
    return Number.isFinite(correction) ? correction : 0;
  };
  const apart = (a: HostState, b: HostState): number => dotOnHost(functional, subtractOnHost(a, b));

  const [up, down] = [beside(1), beside(-1)];
  const [above, below] = [await outputsAt(up), await outputsAt(down)];
  const [ahead, back] = [astray(up, 1), astray(down, -1)];
  const least = [above, below].map((moved) => minimumRounding(backend, functional, moved, steps));
  const width = 2 * epsilon;
  return {
    value: (apart(above, below) - ahead + back) / width,
    bends: bendsOf(functional, above, outputs, below).map((bend) => bend / width),
    rounding: Math.max(noise, ...least) / width,
  };
}

/** c ∘ (above − between + below − between), of all leaves. */
function bendsOf(
  functional: HostState,
  above: HostState,
  between: HostState,
  below: HostState,
): Float64Array {
  const [up, down] = [subtractOnHost(above, between), subtractOnHost(below, between)];
  const bends = functional.map((weights, leaf) =>
    weights.map((weight, i) => weight * ((up[leaf]?.[i] as number) + (down[leaf]?.[i] as number))),
  );
  return Float64Array.from(bends.flatMap((leaf) => [...leaf]));
}
