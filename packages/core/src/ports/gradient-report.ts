/**
 * What the comparison of a gradient with differences came to: they agree; they differ by more than rounding and truncation
 * explain; or the differences are too uncertain to tell.
 */
export type GradientVerdict = "agrees" | "differs" | "unresolved";

/** The derivative of one random functional of the outputs along one random direction of one argument, found both ways. */
export interface GradientComparison {
  /** What was moved, as it would be written: `y0`, `y0.q`, `parameters[1]`. */
  readonly argument: string;
  /** The variable's own name, where it has one. */
  readonly name: string | undefined;
  /** Which of the random directions. */
  readonly direction: number;
  /** The gradient's product with the direction. */
  readonly gradient: number;
  /** The same by central differences of the replayed solution; NaN where the argument cannot be moved. */
  readonly difference: number;
  /** What `difference` and `gradient` may be wrong by, together, from rounding and truncation. */
  readonly uncertainty: number;
  /** |difference − gradient| relative to the larger of them, or to the gradient's size where its product cancels. */
  readonly relativeError: number;
  readonly verdict: GradientVerdict;
}

/** What a check of a gradient found. */
export interface GradientReport {
  /** The name of the adjoint. */
  readonly adjoint: string;
  /** One for each direction and each argument: y0's arrays, then the parameters. */
  readonly comparisons: ReadonlyArray<GradientComparison>;
  /** The largest relative error among those that are resolved. */
  readonly largestError: number;
  /** The relative error, beyond the uncertainty, at which a gradient counts as wrong. */
  readonly tolerance: number;
  /** Accepted steps of the solve, all of which each replay takes again. */
  readonly steps: number;
  /** How often the solve was replayed. */
  readonly replays: number;
}
