import type { Tensor } from "@tensorflow/tfjs";
import type { Counts } from "../contestants/services.js";

/** What a call computes. Tensors are the receiver's to dispose of. */
export type Outcome = ReadonlyArray<Tensor | number>;

/** Something to be timed on an engine. */
export interface Entrant {
  compute(): Outcome | Promise<Outcome>;
  /** What the last call did, where that is counted. */
  counts?(): Counts;
}

/** Entrants by name, made when they are asked for. */
export type Entrants = Readonly<Record<string, () => Entrant>>;
