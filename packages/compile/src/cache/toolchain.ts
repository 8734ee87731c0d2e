import type { TensorFunction } from "@symplectic-adjoint/backend-tfjs";
import type { Executor, LoadedProgram } from "../executors/executor.js";
import type { GraphExecutor } from "../executors/graph-executor.js";
import type { TracedDynamics, TracedFunction, TraceRequest } from "../trace/traced-function.js";

/** What a program is made for. */
export interface LoadOptions {
  readonly precision: "float32" | "float64";
  /** Whether its derivative is needed. */
  readonly differentiate: boolean;
  /** Numbers in each leaf of y, each parameter, and each captured tensor. */
  readonly sizes: {
    readonly states: ReadonlyArray<number>;
    readonly parameters: ReadonlyArray<number>;
    readonly captured: ReadonlyArray<number>;
  };
}

/** The steps from a function to a program that runs. */
export interface Toolchain {
  trace(func: TensorFunction, request: TraceRequest): TracedDynamics;
  load(func: TracedFunction, options: LoadOptions): LoadedBy;
}

/** A program, and what runs it. */
export interface LoadedBy {
  readonly executor: ExecutorName;
  readonly program: LoadedProgram;
}

/** In `stats.compiled.executor`. */
export type ExecutorName = Executor["name"] | GraphExecutor["name"];
