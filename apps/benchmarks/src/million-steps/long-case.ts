/** A solve of many steps, and where its checkpoints are. */
export interface LongCase {
  readonly steps: number;
  readonly store: "memory" | "file";
  readonly schedule: "everyStep" | "binomial";
}

/** What one such solve and its gradient took, in a process of its own. */
export interface LongFigures extends LongCase {
  /** The gradient for y0 and the parameters, every bit of it. */
  readonly gradient: string;
  /** Most resident memory above that after a short solve. */
  readonly growth: number;
  /** Bytes of files after the forward pass. */
  readonly onDisk: number;
  readonly evaluations: number;
  readonly diagnostic: { readonly forwardSeconds: number; readonly backwardSeconds: number };
}
