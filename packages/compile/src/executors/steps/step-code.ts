import type { ButcherTableau } from "@symplectic-adjoint/core";
import type { Loaded } from "../loaded.js";
import type { Machine } from "../machine.js";
import { placeSteps, type StepPlaces } from "./step-places.js";

/** Code that the steps of a method with a program consist of. */
export interface StepCode<Place, Word> {
  readonly places: StepPlaces<Place>;
  /** The program's input for states, and for cotangents. */
  readonly state: Place;
  readonly cotangent: Place;
  readonly combine: Machine<Place, Word, unknown>["combine"];
  copy(out: Place, x: Place): ReadonlyArray<Word>;
  /** The slope of a stage, at the state in the program's input. */
  evaluate(stage: number): ReadonlyArray<Word>;
  /** The product of the cotangent in the program's input with the Jacobian there, in the place of the slope. */
  pullBack(stage: number): ReadonlyArray<Word>;
  norm(): ReadonlyArray<Word>;
  readonly zeroBars: ReadonlyArray<Word>;
}

export function stepCode<Place, Word, Code>(
  tableau: ButcherTableau,
  {
    program,
    machine,
    places: { time, state, cotangent, slope, stateBar },
    zeroBars,
  }: Loaded<Place, Word, Code>,
): StepCode<Place, Word> {
  const places = placeSteps(tableau, program, machine);
  const { count, norm, error, y, next, tolerances } = places;
  const { call, combine } = machine;
  const copy = (out: Place, x: Place) => machine.copy(out, x, count);
  const at = (stage: number, code: Code, result: Place): ReadonlyArray<Word> => [
    ...(time === undefined ? [] : machine.copy(time, places.times[stage] as Place, 1)),
    ...call(code),
    ...copy(places.slopes[stage] as Place, result),
  ];
  return {
    places,
    state,
    cotangent,
    combine,
    copy,
    evaluate: (stage) => at(stage, machine.forward, slope),
    pullBack: (stage) => at(stage, machine.backward, stateBar),
    norm: () => machine.norm(norm, error, y, next, tolerances),
    zeroBars: call(zeroBars),
  };
}
