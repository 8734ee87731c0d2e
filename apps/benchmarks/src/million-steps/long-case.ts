/** A solve of many steps, and the location of its checkpoints. */
export interface LongCase {
  readonly steps: number;
  readonly store: "memory" | "file";
  readonly schedule: "everyStep" | "binomial";
}

/** The cost of one such solve and its gradient, in a separate process. */
export interface LongFigures extends LongCase {
  /** The gradient for y0 and the parameters, bitwise. */
  readonly gradient: string;
  /** Most resident memory above that after a short solve. */
  readonly growth: number;
  /** Bytes of files after the forward pass. */
  readonly onDisk: number;
  readonly evaluations: number;
  readonly diagnostic: { readonly forwardSeconds: number; readonly backwardSeconds: number };
}
