import { useCpu } from "@symplectic-adjoint/backend-cpu";
import { beforeAll, describe, expect, it } from "vitest";
import { network } from "../src/cases/network.js";
import { gradientOfNetwork, STEPS } from "../src/stage-checkpoints/gradient-of-network.js";
import { type Measured, stageFailures, stageRow } from "../src/stage-checkpoints/stage-rows.js";

describe("the gradients of a network", () => {
  beforeAll(async () => {
    await useCpu();
  });

  it.each([
    ["rk4", 4],
    ["dopri5", 6],
  ] as const)(
    "are bitwise the same with stages in checkpoints, of %s, in states per step",
    (method, stages) => {
      const size = { batch: 3, state: 2, width: 8 };
      const made = network(size);
      const state = gradientOfNetwork(made, method, "state");
      const withStages = gradientOfNetwork(made, method, "stages");
      expect(withStages.values).toEqual(state.values);
      const bytes = size.batch * size.state * 4;
      // The first state is y0 itself.
      expect(state.held).toBe((STEPS - 1) * bytes);
      expect(withStages.held).toBe((STEPS * stages - 1) * bytes);
      expect(withStages.working).toBeLessThan(state.working);
      for (const each of [state, withStages]) {
        each.backward();
        each.whole();
        each.dispose();
      }
    },
  );
});

describe("the checks of stages in checkpoints", () => {
  const measured = (ratio: number, changes: Partial<Measured> = {}): Measured => ({
    size: { name: "256x64x256", batch: 256, state: 64 },
    method: "rk4",
    state: { backward: [10, 10, 10], whole: [20, 20, 20], held: 1, working: 2 },
    stages: { backward: [ratio * 10, ratio * 10], whole: [18, 18, 18], held: 4, working: 1 },
    same: true,
    ...changes,
  });

  it("find nothing if all requirements are met.", () => {
    expect(stageFailures([stageRow(measured(0.8))])).toEqual([]);
  });

  it("find a backward pass that is not faster if arithmetic dominates.", () => {
    expect(stageFailures([stageRow(measured(0.82))])).toEqual([
      expect.stringContaining("rk4 256x64x256: backward with stages ÷ without: 0.82"),
    ]);
    const small = { name: "1x2x16", batch: 1, state: 2 };
    expect(stageFailures([stageRow(measured(0.9, { size: small }))])).toEqual([]);
  });

  it("find a gradient that differs.", () => {
    expect(stageFailures([stageRow(measured(0.7, { same: false }))])).toEqual([
      expect.stringContaining("not bitwise"),
    ]);
  });
});
