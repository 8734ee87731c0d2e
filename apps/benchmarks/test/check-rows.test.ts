import { describe, expect, it } from "vitest";
import { checkRows } from "../src/memory/check-rows.js";
import type { MemoryFigures } from "../src/memory/measure-solve.js";
import type { MemoryRow } from "../src/memory/memory-row.js";

const STATE = 8;

/** A row in order: three states a stage, and a checkpoint a step. */
function row(activeStages: number, steps: number, changes: Partial<MemoryFigures> = {}): MemoryRow {
  const held = (steps - 1) * STATE;
  const working = 100 + 3 * activeStages * STATE;
  const peak = held + working;
  const figures = { held, working, peak, whole: peak, state: STATE, ...changes };
  const method = ({ 4: "rk4", 6: "dopri5", 13: "dopri8" } as const)[activeStages as 4 | 6 | 13];
  const strategies = {
    odeint: figures,
    odeintOnecheckpoint: figures,
    odeintCheckpoint: figures,
    odeintAdjoint: figures,
    odeintSymplecticAdjoint: figures,
  };
  return { layers: 3, steps, method, activeStages, strategies, again: figures };
}

describe("the checks of memory", () => {
  it("find nothing if all requirements are met.", () => {
    expect(checkRows([4, 6, 13].flatMap((s) => [row(s, 4), row(s, 64)]))).toEqual([]);
  });

  it("find a peak that depends on the number of steps.", () => {
    const { peak, held } = row(4, 64).strategies.odeint;
    const rows = [row(4, 4), row(4, 64, { peak: peak + 1, held })];
    expect(checkRows(rows)).toEqual([
      expect.stringContaining("rk4: the peak without checkpoints depends on N: 196, 197"),
    ]);
  });

  it("find growth that is not of whole states, or not the same for each stage.", () => {
    const { peak } = row(6, 4).strategies.odeint;
    expect(checkRows([row(4, 4), row(6, 4, { peak: peak + 4 })])).toHaveLength(1);
    const uneven = [row(4, 4), row(6, 4, { peak: peak + 2 * STATE }), row(13, 4)];
    expect(checkRows(uneven)).toHaveLength(1);
  });

  it("find checkpoints that are more than a state per step.", () => {
    const { held, peak } = row(4, 4).strategies.odeint;
    const fat = { held: held + STATE, peak: peak + STATE };
    expect(checkRows([row(4, 4, fat)])).toEqual([
      expect.stringContaining("32 bytes of checkpoints, 24 expected"),
    ]);
  });

  it("find a second run that differs.", () => {
    const first = row(4, 4);
    const again = { ...first.again, working: first.again.working + 1 };
    expect(checkRows([{ ...first, again }])).toEqual([expect.stringContaining("two runs differ")]);
  });
});
