import type { Table } from "@symplectic-adjoint/benchmarks/report/table";
import type { compiled } from "@symplectic-adjoint/compile";
import type { EngineName } from "../solving/use-engine.js";

/** Makes f a program. */
export type Compiler = typeof compiled;

/** How an experiment is run. */
export interface ExperimentOptions {
  /** Reduced sizes and few iterations, to check that everything works. Their figures are not stored among the results. */
  readonly quick: boolean;
  /** Compiles what is solved; undefined to run it operation by operation. */
  readonly compile?: Compiler | undefined;
}

/** What a part of an experiment may use while it runs. */
export interface PartContext extends ExperimentOptions {
  /** Aborted by Ctrl-C: return what there is, marked as incomplete. */
  readonly signal: AbortSignal;
  /** The completed fraction of the part, and what to show beside the bar. */
  readonly progress: (fraction: number, text?: string) => void;
  /** A file of the part's own, for what it needs to go on after an interruption. */
  readonly file: string;
}

/** A piece of work whose result is kept: an interrupted experiment goes on with the first part that is missing. */
export interface Part<R> {
  readonly name: string;
  /** Expected share of the work, in any unit that the parts have in common. */
  readonly weight: number;
  /** @returns Anything that JSON can hold. `complete: false` if it was interrupted. */
  run(context: PartContext): Promise<PartResult<R>>;
}

/** The result of a part. */
export interface PartResult<R> {
  readonly result: R;
  /** Whether the part ran to its end. */
  readonly complete: boolean;
}

/** What an experiment says in the end. */
export interface ExperimentReport {
  readonly tables: ReadonlyArray<Table>;
  /** Texts of SVG files, by name. */
  readonly pictures: Readonly<Record<string, string>>;
  /** All figures, in the form in which they are stored. */
  readonly figures: unknown;
  /** Claims that the figures contradict, as sentences. */
  readonly failures: ReadonlyArray<string>;
}

/** The results of parts by name; those that have not run are missing. */
export type PartResults<R> = ReadonlyMap<string, R>;

/** An experiment of the paper: parts that run one after another, and a report on those that have run. */
export interface Experiment<R = unknown> {
  /** Where it is fastest. Default: libtensorflow, which multiplies large matrices faster than WebAssembly. */
  readonly engine?: EngineName;
  plan(options: ExperimentOptions): ReadonlyArray<Part<R>>;
  report(results: PartResults<R>, options: ExperimentOptions): ExperimentReport;
}

/** An experiment whose parts have results of one type, as one whose type is forgotten. */
export function experiment<R>(definition: Experiment<R>): Experiment {
  return definition as Experiment;
}
