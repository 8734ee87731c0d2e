import type { Tensor } from "@tensorflow/tfjs";
import type { Counts } from "../runners/services.js";
import type { CaseKey } from "./case-key.js";

/** Results of a call. The caller must dispose of the tensors. */
export type Outcome = ReadonlyArray<Tensor | number>;

/** A case that is ready to be timed on the active engine. */
export interface Computation {
  compute(): Outcome | Promise<Outcome>;
  /** Counts of the last call, if available. */
  counts?(): Counts;
}

/** A computation to measure. */
export interface Case {
  readonly key: CaseKey;
  /** Allocates what the computation needs. Called only for cases that are measured. */
  prepare(): Computation;
}
