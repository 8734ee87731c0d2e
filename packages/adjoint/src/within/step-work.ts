import type { State, Step, TimeSink } from "@symplectic-adjoint/core";
import type { ReverseContext } from "../checkpointed/reverse-steps.js";
import type { OutputPlaces } from "../times/output-places.js";
import type { TimeLedger } from "../times/time-ledger.js";
import type { LoadBuilder } from "./load-builder.js";
import type { StepValues } from "./within-port.js";

/** What is the same for all steps of a backward pass. */
export interface PullContext<A> extends Omit<ReverseContext<A>, "within"> {
  readonly ledger: TimeLedger<A>;
  readonly places: OutputPlaces;
  /** The time of each state in the outputs. */
  readonly outputTimes: ReadonlyArray<number>;
}

/** The cotangents of a step, while they are collected. */
export interface StepWork<A> {
  readonly n: number;
  readonly step: Step;
  readonly values: StepValues<A> | undefined;
  readonly timeSink: TimeSink<A> | undefined;
  readonly builder: LoadBuilder<A>;
  /** Cotangents of the state at the end of the step. */
  readonly end: Array<State<A>>;
  /** Those of the collected states that belong to the open scope, and outlive it. */
  readonly made: Array<State<A>>;
}
