/** Bytes that the parts of a solve and of its pullback need, measured or computed. */
export interface MemorySizes {
  /** Whether they were measured. */
  readonly measured: boolean;
  /** y alone. */
  readonly y: number;
  /** One checkpoint: y and the memory of the method. */
  readonly state: number;
  /** Bytes of the first checkpoint that exist before the solve, because it shares the buffers of y0. */
  readonly shared: number;
  /** All parameters: as many as their cotangents have. */
  readonly parameters: number;
  /** Memory of programs that run f, there in every phase. Default 0. */
  readonly programs?: number | undefined;
  readonly outputs: OutputSizes;
  /** Peak of a step attempt above its start, its result included. */
  readonly attempt: number;
  /** Peak of looking for infinite numbers, with what an attempt leaves. */
  readonly check: number;
  /** Peak of the reversal of one step, with λ, the cotangents of the parameters so far and its result. */
  readonly reversal: number;
  /** The record of one evaluation of f, its value included. */
  readonly record: number;
  /** The most evaluations that one more step adds to a tape. */
  readonly evaluationsPerStep: number;
  /** What a schedule that is given needs, if that was measured. */
  readonly given?: GivenSizes | undefined;
  /** If checkpoints can contain stages: how large they are, and what steps need then. */
  readonly stages?: StageSizes | undefined;
}

/** Bytes of reversals for exact plans. */
export interface GivenSizes {
  /** Peak of the first reversal, before which there is no λ and there are no cotangents of the parameters. */
  readonly first: number;
  /** If several steps may be on one tape: the peak of the first reversal of two, and what each further step adds. */
  readonly taped?: { readonly two: number; readonly further: number } | undefined;
}

/** Bytes of the states at the output times. */
export interface OutputSizes {
  /** All of them, as kept during the forward pass. */
  readonly kept: number;
  /** Peak of stacking them, the result included. */
  readonly stacking: number;
  readonly stacked: number;
  /** Peak of unstacking cotangents of this size, the result included. */
  readonly unstacking: number;
  readonly rows: number;
}

/** Bytes that matter if checkpoints contain the stages of their step. */
export interface StageSizes {
  /** The stages of one step. */
  readonly bytes: number;
  readonly attempt: number;
  readonly reversal: number;
}
