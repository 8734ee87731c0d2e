/** What a solve or its pullback does at a moment, and what is stored meanwhile. */
export interface Moment {
  /**
   * A step is attempted, the outputs are stacked, or, in the backward pass, their cotangents unstacked, steps taken again to
   * reach a state, or reversed.
   */
  readonly work: "attempt" | "stack" | "unstack" | "advance" | "reverse";
  /** Checkpoints in the store. */
  readonly checkpoints: number;
  /** Whether the state that the work begins with is none of them. */
  readonly apart: boolean;
  /** Steps that are taken again, or reversed together. */
  readonly steps: number;
  /** Whether other steps have been reversed before, so that there are cotangents of the state and of the parameters. */
  readonly later: boolean;
}
