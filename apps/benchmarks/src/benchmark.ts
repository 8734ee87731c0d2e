import type { Table } from "./report/table.js";

/** The result of a benchmark. */
export interface Report {
  readonly tables: ReadonlyArray<Table>;
  /** All figures, in the form in which they are stored. */
  readonly figures: unknown;
  /** Violated requirements, as sentences. Any of them makes the command fail. */
  readonly failures: ReadonlyArray<string>;
}

/** Options of the command line. Each benchmark ignores those that do not apply to it. */
export interface BenchmarkOptions {
  /** The engines to measure. If empty, the default ones. */
  readonly engines?: ReadonlyArray<string>;
  /** Few rounds, to check that everything works: the figures are inaccurate and not stored. Default false. */
  readonly quick?: boolean;
  /** The folder of another checkout to compare with. */
  readonly before?: string | undefined;
}

/** A question about the library with figures as the answer. Each benchmark is a separate module, loaded on demand. */
export interface Benchmark {
  readonly question: string;
  run(options?: BenchmarkOptions): Report | Promise<Report>;
}
