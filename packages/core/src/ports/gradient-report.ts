/**
 * Result of comparing a gradient with finite differences: agreement; a difference larger than rounding and truncation
 * explain; or differences too uncertain to decide.
 */
export type GradientVerdict = "agrees" | "differs" | "unresolved";

/**
 * The derivative of one random functional of the outputs along one random direction of one argument, computed both
 * ways.
 */
export interface GradientComparison {
  /** The perturbed argument, as written in code: `y0`, `y0.q`, `parameters[1]`. */
  readonly argument: string;
  /** The name of the variable, if it has one. */
  readonly name: string | undefined;
  /** Index of the random direction. */
  readonly direction: number;
  /** The gradient's product with the direction. */
  readonly gradient: number;
  /** The same by central differences of the replayed solution; NaN if the argument cannot be perturbed. */
  readonly difference: number;
  /** Combined uncertainty of `difference` and `gradient` from rounding and truncation. */
  readonly uncertainty: number;
  /**
   * |difference − gradient| relative to the larger of them, or to the magnitude of the gradient if its product cancels.
   */
  readonly relativeError: number;
  readonly verdict: GradientVerdict;
}

/** Result of a gradient check. */
export interface GradientReport {
  /** The name of the adjoint. */
  readonly adjoint: string;
  /** The precision in which the solve was computed and differentiated for the check: that of a compiled f is double. */
  readonly precision: "float32" | "float64";
  /** One for each direction and each argument: y0's arrays, then the parameters. */
  readonly comparisons: ReadonlyArray<GradientComparison>;
  /** The largest relative error among the resolved comparisons. */
  readonly largestError: number;
  /** The relative error, beyond the uncertainty, at which a gradient counts as wrong. */
  readonly tolerance: number;
  /** Number of accepted steps, all of which each replay repeats. */
  readonly steps: number;
  /** How often the solve was replayed. */
  readonly replays: number;
}
