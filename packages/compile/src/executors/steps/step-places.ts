import type { ButcherTableau } from "@symplectic-adjoint/core";
import type { Program } from "../../program/program.js";
import { extentOf } from "../extent-of.js";
import type { Machine } from "../machine.js";

/** Where the numbers of steps lie. */
export interface StepPlaces<Place> {
  /** Numbers of a state. */
  readonly count: number;
  /** Doubles: the length of the step, 1, and the norm of the error. */
  readonly h: Place;
  readonly one: Place;
  readonly norm: Place;
  /** rtol and atol of each leaf, doubles. */
  readonly tolerances: Place;
  /** The times of the stages. */
  readonly times: ReadonlyArray<Place>;
  readonly y: Place;
  readonly next: Place;
  /** The error of an attempt; the cotangent λ of a reversal. */
  readonly error: Place;
  /** The slopes of the stages; in a reversal then the w_i. */
  readonly slopes: ReadonlyArray<Place>;
  /** The states of the stages: y itself of stage 0. */
  readonly states: ReadonlyArray<Place>;
}

/** Room for the steps of a method. */
export function placeSteps<Place>(
  { stages, activeStages }: ButcherTableau,
  { inputs }: Program,
  { take, takeDoubles }: Machine<Place, unknown, unknown>,
): StepPlaces<Place> {
  const { length: count } = extentOf(inputs.states);
  const state = (): Place => take(count);
  const y = state();
  const indices = Array.from({ length: stages }, (_, i) => i);
  return {
    count,
    h: takeDoubles(Float64Array.of(0)),
    one: takeDoubles(Float64Array.of(1)),
    norm: takeDoubles(Float64Array.of(0)),
    tolerances: takeDoubles(new Float64Array(2 * inputs.states.length)),
    times: indices.map(() => take(1)),
    y,
    next: state(),
    error: state(),
    slopes: indices.map(state),
    states: indices.map((i) => (i > 0 && activeStages.includes(i) ? state() : y)),
  };
}
