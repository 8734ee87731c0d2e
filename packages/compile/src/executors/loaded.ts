import type { Program } from "../program/program.js";
import type { Machine } from "./machine.js";

/** A program in the memory of a machine. */
export interface Loaded<Place, Word, Code> {
  readonly program: Program;
  readonly machine: Machine<Place, Word, Code>;
  readonly places: ProgramPlaces<Place>;
  /** Zeroes the cotangents of the parameters. */
  readonly zeroBars: Code;
}

/** Where arguments and results of a program lie. */
export interface ProgramPlaces<Place> {
  readonly time: Place | undefined;
  readonly state: Place;
  readonly cotangent: Place;
  readonly slope: Place;
  readonly stateBar: Place;
  readonly parameterBars: ReadonlyArray<Place>;
  readonly timeBar: Place | undefined;
}
