import type { TensorFunction } from "@symplectic-adjoint/backend-tfjs";
import type { Executor, LoadedProgram } from "../executors/executor.js";
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
  readonly executor: Executor["name"];
  trace(func: TensorFunction, request: TraceRequest): TracedDynamics;
  load(func: TracedFunction, options: LoadOptions): LoadedProgram;
}
