import type { Graph } from "../graph/graph.js";
import type { Program } from "./program.js";

/** A function to be planned. */
export interface ProgramSource {
  /** Its outputs are the leaves of f, which have the sizes of the states. */
  readonly forward: Graph;
  /**
   * Its outputs are the cotangents of the leaves of y, then of the parameters, then of the time, if that is wanted. Inputs
   * of role "cotangent" are those of the outputs of `forward`.
   */
  readonly backward?: Graph | undefined;
  /** Numbers in each leaf of y, each parameter, and each captured tensor. */
  readonly sizes: {
    readonly states: ReadonlyArray<number>;
    readonly parameters: ReadonlyArray<number>;
    readonly captured: ReadonlyArray<number>;
  };
  readonly precision: Program["precision"];
}
