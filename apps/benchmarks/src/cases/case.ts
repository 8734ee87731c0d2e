import type { Tensor } from "@tensorflow/tfjs";
import type { Counts } from "../runners/services.js";
import type { CaseKey } from "./case-key.js";

/** What a call computes. The receiver disposes of the tensors. */
export type Outcome = ReadonlyArray<Tensor | number>;

/** A case that is ready to be timed on the active engine. */
export interface Computation {
  compute(): Outcome | Promise<Outcome>;
  /** What the last call did, where that is counted. */
  counts?(): Counts;
}

/** One thing that is measured. */
export interface Case {
  readonly key: CaseKey;
  /** Allocates what the computation needs. Called only for cases that are measured. */
  prepare(): Computation;
}
