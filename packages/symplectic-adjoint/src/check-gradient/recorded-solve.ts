import type { EventHandler, ForwardPass, Step } from "@symplectic-adjoint/core";

/** What is known of the solve that is repeated. */
export interface RecordedSolve<A> {
  readonly steps: ReadonlyArray<Step>;
  /** Number of entries of the outputs. */
  readonly entries: number;
  readonly rows?: ForwardPass<A>["rows"];
  readonly outputTimes?: ForwardPass<A>["outputTimes"];
  /** A handler of its own for the events, because that of the solve has those that were found. */
  readonly events: EventHandler<A> | undefined;
}
