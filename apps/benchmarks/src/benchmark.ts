import type { Table } from "./report/table.js";

/** What a benchmark found. */
export interface Report {
  readonly tables: ReadonlyArray<Table>;
  /** Everything that was measured, as it is to be stored. */
  readonly figures: unknown;
  /** What is not as it should be, in sentences. Any of them makes the command fail. */
  readonly failures: ReadonlyArray<string>;
}

/** What the command line asks for. Benchmarks to which something means nothing ignore it. */
export interface BenchmarkOptions {
  /** The engines to measure. None: the usual ones. */
  readonly engines?: ReadonlyArray<string>;
  /** Few rounds, to see whether all works: the figures are worth little, and are not stored. Default false. */
  readonly quick?: boolean;
  /** The folder of another checkout to compare with. */
  readonly before?: string | undefined;
}

/** A question about the library that figures answer. Each is a module of its own, loaded when it is asked for. */
export interface Benchmark {
  readonly question: string;
  run(options?: BenchmarkOptions): Report | Promise<Report>;
}
