import type { Tolerances } from "../steps/tolerances.js";
import type { State } from "../trees/state.js";
import type { Backend } from "./backend.js";
import type { Dynamics } from "./dynamics.js";

/** A norm of the scaled error, leaf by leaf: a scalar of the backend, or a number. A step is accepted if it is ≤ 1. */
export type ErrorNorm<A> = (scaledError: State<A>) => A | number;

/** The part of a {@link Problem} that a method needs for one step. */
export interface StepProblem<A> {
  readonly backend: Backend<A>;
  readonly dynamics: Dynamics<A>;
  readonly tolerances: Tolerances;
  /** Replaces the RMS norm. */
  readonly norm?: ErrorNorm<A> | undefined;
  /**
   * Whether scalars can be read during this solve: false only for synchronous calls on backends that read
   * asynchronously.
   */
  readonly readsScalars: boolean;
}
