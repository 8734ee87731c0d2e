import type { Program } from "../../../program/program.js";
import { type Code, extentOf, type PlacedProgram } from "../placed-program.js";
import { instruction } from "../serialise/kinds.js";
import type { StepPlaces } from "./step-places.js";

/** Words of instructions that steps consist of. */
export interface StepWords {
  copy(out: number, x: number, count?: number): Array<number>;
  /** out = base (0: none) + scale · Σ weight · term; terms of weight zero are not read. */
  combine(
    out: number,
    base: number,
    scale: number,
    weights: ReadonlyArray<number>,
    terms: ReadonlyArray<number>,
  ): Array<number>;
  /** The slope at the state in the program's input, at the time of a stage. */
  evaluate(stage: number, out: number): Array<number>;
  /** The product of the cotangent in the program's input with the Jacobian there. */
  pullBack(stage: number, out: number): Array<number>;
  /** The norm of the error between two states. */
  norm(error: number, from: number, to: number): Array<number>;
  zeroBars(): Array<number>;
  /** The program's input for states, and for cotangents. */
  readonly state: number;
  readonly cotangent: number;
}

export function stepWords(program: Program, placed: PlacedProgram, places: StepPlaces): StepWords {
  const { at, size } = placed;
  const { inputs, outputs, bars } = program;
  const state = at(extentOf(inputs.states).offset);
  const copy = (out: number, x: number, count: number = places.count): Array<number> =>
    instruction("copy", [out, x, count]);
  const call = ({ begin, end }: Code): Array<number> => instruction("run", [begin, end]);
  const timeOf = (stage: number): Array<number> =>
    inputs.time === undefined ? [] : copy(at(inputs.time.offset), places.times + stage * size, 1);
  return {
    state,
    cotangent: at(extentOf(inputs.cotangents).offset),
    copy,
    combine(out, base, scale, weights, terms) {
      const used = weights.flatMap((weight, j) =>
        weight === 0 ? [] : [terms[j] as number, ...wordsOfDouble(weight)],
      );
      return instruction("combine", [out, base, scale, places.count, used.length / 3, ...used]);
    },
    evaluate: (stage, out) => [
      ...timeOf(stage),
      ...call(placed.forward),
      ...copy(out, at(extentOf(outputs).offset)),
    ],
    pullBack: (stage, out) => [
      ...timeOf(stage),
      ...call(placed.backward),
      ...copy(out, at(extentOf(bars.states).offset)),
    ],
    norm(error, from, to) {
      let first = 0;
      const leaves = inputs.states.flatMap(({ length }, leaf) => {
        const start = first * size;
        first += length;
        const tolerance = places.tolerances + 16 * leaf;
        return instruction("norm", [
          places.norm,
          error + start,
          from + start,
          to + start,
          length,
          tolerance,
        ]);
      });
      return [...instruction("zero", [places.norm, 8]), ...leaves];
    },
    zeroBars: () => call(placed.zero),
  };
}

function wordsOfDouble(value: number): Array<number> {
  return [...new Int32Array(Float64Array.of(value).buffer)];
}
