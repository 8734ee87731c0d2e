import type { ButcherTableau, Step, StepSpan, Tolerances } from "@symplectic-adjoint/core";
import type { FloatArray, Program } from "../program/program.js";

/** Runs programs. */
export interface Executor {
  readonly name: "javascript" | "wasm";
  /** Allocates a program's memory and writes its constants. */
  load(program: Program): LoadedProgram;
}

/** The numbers of a state or of parameters, one array per leaf, in the program's precision. */
export type Leaves = ReadonlyArray<FloatArray>;

/**
 * A program with its memory. Arguments are copied in, results copied out: nothing that is passed is kept or aliased.
 * Results are written into arrays of the caller.
 */
export interface LoadedProgram {
  /** Bytes that it occupies now, all of them: arena, tables, and what was reserved for whole steps. */
  readonly bytes: number;
  /** Allocates all that whole steps of a method need. Without it, this happens at the first one. */
  reserve(tableau: ButcherTableau): void;
  /** Writes the values of parameters and captured tensors, and runs the prelude. Before anything else, and once per solve. */
  setParameters(parameters: Leaves, captured: Leaves): void;
  /** dy = f(t, y). */
  evaluate(t: number, y: Leaves, dy: Leaves): void;
  /**
   * The VJP of one evaluation. Overwrites `yBar` and `bars` (if given).
   *
   * @returns The cotangent of t; 0 if f does not use it.
   */
  pullback(t: number, y: Leaves, g: Leaves, yBar: Leaves, bars: Leaves | undefined): number;
  /** One attempt of a Runge-Kutta step. */
  attempt(tableau: ButcherTableau, attempt: AttemptArguments): number | undefined;
  /** One step of the symplectic adjoint method, backward. */
  reverse(tableau: ButcherTableau, reversal: ReversalArguments): void;
  /**
   * Frees memory that is not of JavaScript at once, where there is any; afterwards all other methods throw a ReleasedError.
   * Calling it twice is allowed. Without it, the garbage collector frees everything.
   */
  release?(): void;
}

/** An attempt: what is read, and where results are written. */
export interface AttemptArguments extends StepSpan {
  readonly firstStageTime: number;
  readonly y: Leaves;
  /** f(firstStageTime, y) if `slopeKnown`; else written. */
  readonly startSlope: Leaves;
  readonly slopeKnown: boolean;
  readonly next: Leaves;
  /** With tolerances: all stages are evaluated and the norm of the error (over the tolerances) is returned. */
  readonly tolerances: Tolerances | undefined;
  /** The slope of the last stage of an FSAL method; with tolerances only. */
  readonly endSlope: Leaves | undefined;
  /** The states of the active stages after the first, in order, if they are to be kept. */
  readonly stages: ReadonlyArray<Leaves> | undefined;
}

/** A reversal: λ before the step, and θ with the step's contribution added. */
export interface ReversalArguments {
  readonly step: Step;
  readonly y: Leaves;
  readonly lambda: Leaves;
  readonly stages: ReadonlyArray<Leaves> | undefined;
  /** Written. */
  readonly before: Leaves;
  /** Added to. */
  readonly theta: Leaves;
}
