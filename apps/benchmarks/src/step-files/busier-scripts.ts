import type { ScriptCoverage } from "./coverage.js";

/** A script in which more happened in the second of two runs. */
export interface BusierScript {
  readonly url: string;
  readonly scriptId: string;
  /** Whether a function was called more often. If not, a function that was called as often passed a block more often. */
  readonly calls: boolean;
  /** Where the functions begin that were busier, as offsets into the script. */
  readonly functions: ReadonlyArray<number>;
}

type FunctionCoverage = ScriptCoverage["functions"][number];
type Range = FunctionCoverage["ranges"][number];

/**
 * The scripts with a function or a block that was entered more often in the second run than in the first. Blocks matter because
 * a generator or a loop is called once for all steps.
 */
export function busierScripts(
  first: ReadonlyArray<ScriptCoverage>,
  second: ReadonlyArray<ScriptCoverage>,
): ReadonlyArray<BusierScript> {
  return second.flatMap(({ url, scriptId, functions }) => {
    const before = first.find((script) => script.scriptId === scriptId)?.functions ?? [];
    const busier = functions.flatMap((each) => {
      const start = startOf(each);
      const earlier = before.find((other) => sameRange(bodyOf(other), bodyOf(each)));
      const calls = countAt(each, start) > countAt(earlier, start);
      const offsets = [each, earlier].flatMap((coverage) => boundaries(coverage));
      const passes = offsets.some((offset) => countAt(each, offset) > countAt(earlier, offset));
      return calls || passes ? [{ start, calls }] : [];
    });
    if (busier.length === 0) return [];
    const calls = busier.some((each) => each.calls);
    return [{ url, scriptId, calls, functions: busier.map(({ start }) => start) }];
  });
}

function bodyOf({ ranges }: FunctionCoverage): Range {
  return ranges[0] as Range;
}

function startOf(coverage: FunctionCoverage): number {
  return bodyOf(coverage).startOffset;
}

function sameRange(a: Range, b: Range): boolean {
  return a.startOffset === b.startOffset && a.endOffset === b.endOffset;
}

/** Offsets at which counts may change. V8 omits blocks that were entered as often as their enclosing block. */
function boundaries(coverage: FunctionCoverage | undefined): ReadonlyArray<number> {
  return (coverage?.ranges ?? []).flatMap(({ startOffset, endOffset }) => [startOffset, endOffset]);
}

/** The count of the innermost range: ranges are nested, outer ones first. */
function countAt(coverage: FunctionCoverage | undefined, offset: number): number {
  const around = coverage?.ranges.filter(
    ({ startOffset, endOffset }) => startOffset <= offset && offset < endOffset,
  );
  return around?.at(-1)?.count ?? 0;
}
