import fc from "fast-check";
import { checkProgram, type Site, Unsuitable } from "./check/check-program.js";
import { wayOf } from "./check/way.js";
import { buildProgram } from "./program/build-program.js";
import type { Program } from "./program/program.js";
import { type RawProgram, rawProgram } from "./program/raw-program.js";

/** What to try. */
export interface FuzzOptions {
  readonly seed: number;
  readonly programs: number;
  /** How deep f may nest gradients that it takes itself. Default 2. */
  readonly depth?: number;
  /** Operations to do without. */
  readonly without?: ReadonlyArray<string>;
  /** Give up after so many failing programs. Default 1. */
  readonly failures?: number;
  /** Told of each failing program, shrunk, as soon as it is found. */
  onFailure?(text: string): void;
}

/** What was tried, and what came of it. */
export interface FuzzCounts {
  programs: number;
  /** Calls of operations. */
  operations: number;
  /** Which operations. */
  readonly kinds: Set<string>;
  /** Gradients of one input or weight that were compared. */
  gradients: number;
  /** What was missing, and how often. */
  readonly refused: Map<string, number>;
  /** Failing programs, shrunk, with what is wrong. */
  readonly mismatches: Array<string>;
}

/** Checks random programs, the same for the same seed, on the active engine. Failing ones are shrunk. */
export async function fuzz(site: Site, options: FuzzOptions): Promise<FuzzCounts> {
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
    const failure = await firstFailure(site, choices, runs, counts);
    if (failure === undefined) break;
    counts.mismatches.push(failure);
    onFailure?.(failure);
  }
  return counts;
}

async function firstFailure(
  site: Site,
  choices: fc.Arbitrary<RawProgram>,
  runs: { readonly seed: number; readonly numRuns: number },
  counts: FuzzCounts,
): Promise<string | undefined> {
  let shrinking = false;
  const property = fc.asyncProperty(choices, async (raw) => {
    const program = buildProgram(raw);
    try {
      const { compared, refused } = await checkProgram(program, site);
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

/** Counts in a line. */
export function summary(name: string, counts: FuzzCounts): string {
  const { programs, operations, kinds, gradients, refused, mismatches } = counts;
  const refusals = [...refused].map(([what, times]) => `${times} × ${what}`).join(", ") || "none";
  return `${name}: ${programs} programs, ${operations} operations of ${kinds.size} kinds, ${gradients} gradients compared, ${mismatches.length} mismatches; refused: ${refusals}`;
}
