import { MemoryBudgetError, type MemoryPlan } from "@symplectic-adjoint/core";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { type PlanRequest, planCheckpoints } from "../src/index.js";
import { anyRequest, request } from "./support/requests.js";

const within = (budget: number, rest: Partial<PlanRequest> = {}): MemoryPlan =>
  planCheckpoints({ ...request, ...rest, budget });

function outcome(given: PlanRequest): MemoryPlan | MemoryBudgetError {
  try {
    return planCheckpoints(given);
  } catch (error) {
    if (error instanceof MemoryBudgetError) return error;
    throw error;
  }
}

describe("A plan for a known number of steps", () => {
  it("keeps states and stages of all steps if they fit, else states, else as many as fit", () => {
    // Outputs and their cotangents take 400 bytes, the reversal 900, or 800 with stages; the first state is y0 itself.
    const stages = 400 + 800 + 50 * 400 - 100;
    expect(within(stages)).toMatchObject({ contents: "stages", checkpoints: 50, peak: stages });
    const states = 400 + 900 + 50 * 100 - 100;
    expect(within(stages - 1)).toMatchObject({ contents: "state", checkpoints: 50, peak: states });
    expect(within(states)).toMatchObject({ recomputes: false, peak: states });
    const some = within(states - 1);
    expect(some).toMatchObject({ contents: "state", recomputes: true });
    expect(some.schedule.checkpoints).toBe(some.checkpoints);
    expect(some.checkpoints).toBeGreaterThan(40);
    expect(some.checkpoints).toBeLessThan(50);
  });

  it("names what it counts by kind", () => {
    const { kinds, peak } = within(100_000, { sizes: { ...request.sizes, stages: undefined } });
    expect(kinds).toEqual({
      states: 4900,
      stages: 0,
      tape: 150,
      parameters: 80,
      outputs: 400,
      working: 670,
    });
    expect(Object.values(kinds).reduce((sum, each) => sum + each)).toBe(peak);
  });

  it("puts as many steps on one tape as fit, if it may", () => {
    // Each further step adds 5 records of 150 bytes and a state.
    const whole = 400 + 900 + 49 * 850;
    const segment = { window: "segment" as const };
    expect(within(whole, segment)).toMatchObject({ window: 50, checkpoints: 1, peak: whole });
    const half = within(whole - 1, segment);
    expect(half).toMatchObject({ window: 25, checkpoints: 2, recomputes: false });
    expect(within(2500, segment)).toMatchObject({ window: 1, recomputes: true });
  });

  it("keeps nothing if there is no step, or no gradient", () => {
    expect(within(5000, { steps: 0 })).toMatchObject({ checkpoints: 0 });
    expect(within(1000, { differentiates: false })).toMatchObject({ checkpoints: 0, peak: 700 });
  });

  it("keeps all states in a store that needs no memory for them", () => {
    const store = { name: "file", shares: false, transit: 2, residentBytes: () => 0 };
    // Two states are on their way.
    expect(within(1500, { store, sizes: { ...request.sizes, stages: undefined } })).toMatchObject({
      checkpoints: 50,
      peak: 1500,
      perCheckpoint: 0,
    });
  });
});

describe("A plan for an unknown number of steps", () => {
  const unknown = { steps: undefined };

  it("keeps all states if the most steps fit, else as many as fit", () => {
    const all = 400 + 900 + 1000 * 100 - 100;
    expect(within(all, unknown)).toMatchObject({ checkpoints: 1000, recomputes: false });
    const some = within(5000, unknown);
    expect(some).toMatchObject({ recomputes: true, steps: undefined });
    expect(some.schedule.checkpoints).toBe(some.checkpoints);
  });

  it("leaves half of what is left to the tape, if it may be longer", () => {
    const plan = within(50_000, { ...unknown, window: "segment" });
    expect(plan.window).toBeGreaterThan(10);
    expect(plan.checkpoints).toBeGreaterThan(100);
  });
});

describe("Any plan", () => {
  it("keeps the budget, or states the smallest that would do, to the byte", () => {
    fc.assert(
      fc.property(anyRequest, (given) => {
        const found = outcome(given);
        expect(Number.isSafeInteger(found.minimum)).toBe(true);
        expect(found.minimum > given.budget).toBe(found instanceof MemoryBudgetError);
        if (!(found instanceof MemoryBudgetError))
          expect(found.peak).toBeLessThanOrEqual(given.budget);
        const { minimum } = found;
        expect(outcome({ ...given, budget: minimum })).toMatchObject({ peak: minimum, minimum });
        if (minimum > 1)
          expect(outcome({ ...given, budget: minimum - 1 })).toBeInstanceOf(MemoryBudgetError);
      }),
      { numRuns: 500 },
    );
  });

  it("wastes no room for a checkpoint", () => {
    fc.assert(
      fc.property(anyRequest, (given) => {
        const plan = outcome(given);
        if (plan instanceof MemoryBudgetError || !plan.recomputes || given.window === "segment")
          return;
        const most = given.steps ?? given.mostSteps;
        if (plan.checkpoints === most) return;
        expect(plan.peak + plan.perCheckpoint).toBeGreaterThan(given.budget);
      }),
    );
  });
});
