import { describe, expect, it } from "vitest";
import { busierScripts } from "../src/step-files/busier-scripts.js";
import type { ScriptCoverage } from "../src/step-files/coverage.js";

type Counts = ReadonlyArray<readonly [from: number, to: number, count: number]>;

/** A script with functions, each a list of ranges: its body, then blocks in it. */
const script = (url: string, ...functions: ReadonlyArray<Counts>): ScriptCoverage => ({
  scriptId: url,
  url,
  functions: functions.map((ranges) => ({
    functionName: "",
    isBlockCoverage: true,
    ranges: ranges.map(([startOffset, endOffset, count]) => ({ startOffset, endOffset, count })),
  })),
});
const body = (count: number) => [0, 100, count] as const;

describe("busier scripts", () => {
  it("are those with more calls, or with calls for the first time.", () => {
    const first = [script("a", [body(2)]), script("b", [body(2)])];
    const second = [script("a", [body(2)]), script("b", [body(3)]), script("c", [body(1)])];
    expect(busierScripts(first, second)).toMatchObject([
      { url: "b", calls: true, functions: [0] },
      { url: "c", calls: true, functions: [0] },
    ]);
  });

  it("are those with more passes through a block, also where V8 left the block out before.", () => {
    const calls = [body(1), [40, 60, 8]] as const;
    const again = [body(1), [40, 60, 9]] as const;
    const busier = [{ url: "a", calls: false, functions: [0] }];
    expect(busierScripts([script("a", calls)], [script("a", again)])).toMatchObject(busier);
    expect(busierScripts([script("a", [body(1)])], [script("a", again)])).toMatchObject(busier);
    expect(busierScripts([script("a", again)], [script("a", [body(1)])])).toEqual([]);
  });

  it("are found where a block was skipped before.", () => {
    const skipped = [body(5), [40, 60, 0]] as const;
    expect(busierScripts([script("a", skipped)], [script("a", [body(5)])])).toMatchObject([
      { url: "a", calls: false },
    ]);
  });
});
