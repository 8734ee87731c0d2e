import type { ButcherTableau } from "@symplectic-adjoint/core";
import type { Leaves, LoadedProgram } from "../executors/executor.js";

/** The values of parameters and captured tensors during one solve; their identity is that of the solve. */
export interface SolveValues {
  readonly parameters: Leaves;
  readonly captured: Leaves;
}

/** A program that several solves use in turns, each with its own values. */
export class SharedProgram {
  readonly #program: LoadedProgram;
  readonly #parameters: number;
  #values: SolveValues | undefined;

  /** @param parameters Number of its parameters, the first ones of a solve. */
  constructor(program: LoadedProgram, parameters: number) {
    this.#program = program;
    this.#parameters = parameters;
  }

  /** Bytes of its memory. */
  get bytes(): number {
    return this.#program.bytes;
  }

  /** See `LoadedProgram.reserve`. */
  reserve(tableau: ButcherTableau): void {
    this.#program.reserve(tableau);
  }

  /** The program with these values. */
  with(values: SolveValues): LoadedProgram {
    if (this.#values === values) return this.#program;
    // Not until they are written: writing may fail.
    this.#values = undefined;
    this.#program.setParameters(values.parameters.slice(0, this.#parameters), values.captured);
    this.#values = values;
    return this.#program;
  }
}
