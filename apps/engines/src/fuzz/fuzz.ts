import fc from "fast-check";
import { Unsuitable, type Verdict } from "./check/check-program.js";
import { wayOf } from "./check/way.js";
import { buildProgram } from "./program/build-program.js";
import type { Program } from "./program/program.js";
import { type RawProgram, rawProgram } from "./program/raw-program.js";

/** What to try. */
export interface FuzzOptions {
  readonly seed: number;
  readonly programs: number;
  /** Maximum nesting depth of gradients inside f. Default 2. */
  readonly depth?: number;
  /** Operations to exclude. */
  readonly without?: ReadonlyArray<string>;
  /** Stop after this number of failing programs. Default 1. */
  readonly failures?: number;
  /** Called with each failing program, minimised, as soon as it is found. */
  onFailure?(text: string): void;
}

/** The result of a run. */
export interface FuzzCounts {
  programs: number;
  /** Number of calls of operations. */
  operations: number;
  /** The operations that were called. */
  readonly kinds: Set<string>;
  /** Number of compared gradients, each of one input or weight. */
  gradients: number;
  /** Missing kernels and gradients, with the number of occurrences. */
  readonly refused: Map<string, number>;
  /** Failing programs, minimised, with their errors. */
  readonly mismatches: Array<string>;
}

/** Checks one program. @throws Unsuitable if it cannot be compared, or an error that says what is wrong. */
export type Check = (program: Program) => Promise<Verdict>;

/** Checks random programs; deterministic for each seed. Failing programs are minimised. */
export async function fuzz(check: Check, options: FuzzOptions): Promise<FuzzCounts> {
  const { seed, programs, failures = 1, depth, without = [], onFailure } = options;
  const counts: FuzzCounts = {
    programs: 0,
    operations: 0,
    kinds: new Set(),
    gradients: 0,
    refused: new Map(),
    mismatches: [],
  };
  for (let round = 0; counts.programs < programs && counts.mismatches.length < failures; round++) {
    const choices = rawProgram(depth).filter((raw) => {
      const { operations } = buildProgram(raw);
      return !without.some((operation) => operations.includes(operation));
    });
    const runs = { seed: seed + round, numRuns: programs - counts.programs };
    const failure = await firstFailure(check, choices, runs, counts);
    if (failure === undefined) break;
    counts.mismatches.push(failure);
    onFailure?.(failure);
  }
  return counts;
}

async function firstFailure(
  check: Check,
  choices: fc.Arbitrary<RawProgram>,
  runs: { readonly seed: number; readonly numRuns: number },
  counts: FuzzCounts,
): Promise<string | undefined> {
  let shrinking = false;
  const property = fc.asyncProperty(choices, async (raw) => {
    const program = buildProgram(raw);
    try {
      const { compared, refused } = await check(program);
      if (!shrinking) count(counts, program, compared, refused);
    } catch (error) {
      fc.pre(!(error instanceof Unsuitable));
      if (!shrinking) count(counts, program, 0, []);
      shrinking = true;
      throw error;
    }
  });
  const { counterexample, errorInstance } = await fc.check<[RawProgram]>(property, runs);
  if (counterexample === null) return undefined;
  return describeFailure(buildProgram(counterexample[0]), errorInstance as Error);
}

function count(
  counts: FuzzCounts,
  { operations }: Program,
  compared: number,
  refused: ReadonlyArray<string>,
): void {
  counts.programs += 1;
  counts.operations += operations.length;
  for (const operation of operations) counts.kinds.add(operation);
  counts.gradients += compared;
  for (const what of refused) counts.refused.set(what, (counts.refused.get(what) ?? 0) + 1);
}

function describeFailure({ source, ways }: Program, { message }: Error): string {
  const titles = ways.map((way) => `// ${wayOf(way).title}`).join("\n");
  return `${message}\n\n${source}\n${titles}\n`;
}

/** Summarises the counts in one line. */
export function summary(name: string, counts: FuzzCounts): string {
  const { programs, operations, kinds, gradients, refused, mismatches } = counts;
  const refusals = [...refused].map(([what, times]) => `${times} × ${what}`).join(", ") || "none";
  return `${name}: ${programs} programs, ${operations} operations of ${kinds.size} kinds, ${gradients} gradients compared, ${mismatches.length} mismatches; refused: ${refusals}`;
}
