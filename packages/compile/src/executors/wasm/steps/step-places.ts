import type { ButcherTableau } from "@symplectic-adjoint/core";
import type { Program } from "../../../program/program.js";
import type { ModuleMemory } from "../module-memory.js";
import { extentOf, type PlacedProgram } from "../placed-program.js";

/** Where the numbers of steps lie, by address. */
export interface StepPlaces {
  /** Numbers of a state. */
  readonly count: number;
  /** Doubles: the length of the step, 1, the norm of the error, and rtol and atol of each leaf. */
  readonly h: number;
  readonly one: number;
  readonly norm: number;
  readonly tolerances: number;
  /** The times of the stages, as numbers of the program. */
  readonly times: number;
  readonly y: number;
  readonly next: number;
  /** The error of an attempt; the cotangent λ of a reversal. */
  readonly error: number;
  /** The slopes of the stages; in a reversal then the w_i. */
  readonly slopes: ReadonlyArray<number>;
  /** The states of the stages: y itself of stage 0. */
  readonly states: ReadonlyArray<number>;
}

/** Room for the steps of a method. */
export function placeSteps(
  { stages, activeStages }: ButcherTableau,
  { inputs }: Program,
  { size }: PlacedProgram,
  { plan }: ModuleMemory,
): StepPlaces {
  const count = extentOf(inputs.states).length;
  const doubles = plan.place(Float64Array.of(0, 1, 0));
  const tolerances = plan.take(16 * inputs.states.length);
  const state = (): number => plan.take(count * size);
  const y = state();
  const indices = Array.from({ length: stages }, (_, i) => i);
  return {
    count,
    h: doubles,
    one: doubles + 8,
    norm: doubles + 16,
    tolerances,
    times: plan.take(stages * size),
    y,
    next: state(),
    error: state(),
    slopes: indices.map(state),
    states: indices.map((i) => (i > 0 && activeStages.includes(i) ? state() : y)),
  };
}
