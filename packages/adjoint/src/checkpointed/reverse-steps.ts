import type { PassStatistics, Problem, State, Step } from "@symplectic-adjoint/core";
import type { GradientSink } from "../pullback/gradient-sink.js";

/** What the reversal of steps works on. */
export interface ReverseContext<A> {
  readonly problem: Problem<A>;
  readonly steps: ReadonlyArray<Step>;
  /** Cotangents of the outputs, by index; undefined is zero. */
  readonly cotangents: ReadonlyArray<State<A> | undefined>;
  readonly wrt: ReadonlyArray<number>;
  readonly pass: PassStatistics;
  readonly sink: GradientSink<A>;
}

/**
 * Pulls λ back through steps from … to − 1, given the state before the first of them, adding the cotangents of the
 * outputs that these steps end at on the way.
 */
export type ReverseSteps = <A>(
  context: ReverseContext<A>,
  start: State<A>,
  from: number,
  to: number,
) => void;

/** Adds the cotangents of the outputs at the end of a step. */
export function addStepOutputs<A>({ sink, cotangents }: ReverseContext<A>, step: Step): void {
  for (const output of step.outputs) sink.addOutput(cotangents[output]);
}
