import type { Executor, LoadedProgram } from "../../src/executors/executor.js";
import { buildProgram } from "../../src/program/build-program.js";
import type { ProgramSource } from "../../src/program/program-source.js";

/** What the suites of executors test. */
export interface Subject {
  readonly name: string;
  /** All by default. */
  readonly precisions?: ReadonlyArray<ProgramSource["precision"]>;
  load(source: ProgramSource): LoadedProgram;
}

/** An executor of programs. */
export function programsOn(executor: Executor): Subject {
  return { name: executor.name, load: (source) => executor.load(buildProgram(source)) };
}
