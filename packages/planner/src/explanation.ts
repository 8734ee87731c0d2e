import type { MemoryKinds } from "@symplectic-adjoint/core";

/** What `explain` says, as data. Numbers of bytes are bytes. */
export interface ExplanationData {
  /** Undefined if a solution was planned without a budget. */
  readonly strategy: string | undefined;
  readonly budget: number | undefined;
  readonly minimum: number | undefined;
  /** Bound on the bytes that exist at the same time, over both passes. */
  readonly peak: number | undefined;
  /** Bytes that each step adds to it, in a plan of an unknown number of steps; else 0. */
  readonly perStep: number | undefined;
  /** The same by kind, at the time of the peak. */
  readonly kinds: MemoryKinds | undefined;
  readonly measured: boolean | undefined;
  readonly schedule: string;
  readonly store: string;
  readonly contents: "state" | "stages";
  readonly window: number | undefined;
  readonly steps: number | undefined;
  readonly checkpoints: number | undefined;
  readonly checkpointBytes: number;
  /** Steps that the backward pass takes, or took, again; undefined for a plan of an unknown number of steps. */
  readonly recomputed: number | undefined;
  /** Whether these are the numbers of a finished solve. */
  readonly finished: boolean;
}

/** An explanation of a plan or of a finished solve. */
export interface Explanation {
  readonly text: string;
  readonly data: ExplanationData;
  /**
   * The schedule as a space-time diagram, an SVG.
   *
   * @throws InvalidArgumentError for a plan of an unknown number of steps.
   */
  picture(): string;
  /** The text. */
  toString(): string;
}
