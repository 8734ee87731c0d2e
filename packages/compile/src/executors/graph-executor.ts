import type { ProgramSource } from "../program/program-source.js";
import type { LoadedProgram } from "./executor.js";

/** Runs functions from their graphs. Made by `tensorflowGraphs` of `@symplectic-adjoint/compile/tensorflow`. */
export interface GraphExecutor {
  /** In `stats.compiled.executor`. */
  readonly name: "tensorflow";
  /**
   * Loads a function; undefined if a program runs it better, or it is in double precision.
   *
   * @internal
   */
  load(source: ProgramSource): LoadedProgram | undefined;
}
