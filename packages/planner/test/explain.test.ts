import { everyStep, startOnly } from "@symplectic-adjoint/checkpoint";
import { newStatistics } from "@symplectic-adjoint/core";
import { describe, expect, it } from "vitest";
import { explain, planCheckpoints, planGiven } from "../src/index.js";
import { request, sizes } from "./support/requests.js";

describe("An explanation", () => {
  it("of a plan says what is kept, computed again, and needed", () => {
    const explanation = explain(planCheckpoints({ ...request, budget: 3000 }));
    const { text, data, picture } = explanation;
    expect(text).toMatchInlineSnapshot(`
      "A plan for 50 steps within 2.93 KiB by the strategy "symplectic adjoint".
      Keeps at most 17 checkpoints at the same time, each a state of 100 B, in the store "memory", by the schedule "binomial(17)".
      At most one evaluation of f on the tape at the same time.
      The backward pass takes 33 steps again to reach states that are not stored (0.66 per step).
      Peak at most 2.93 KiB: states 1.66 KiB, tape 150 B, cotangents of parameters 80 B, outputs 400 B, working set 670 B.
      The smallest budget that would do is 1400 bytes.
      Sizes were measured: one step and its reversal."
    `);
    expect(`${explanation}`).toBe(text);
    expect(data).toMatchObject({ steps: 50, budget: 3000, finished: false });
    expect(picture()).toMatch(/^<svg/);
  });

  it("of a plan with stages, or with a long tape, says so", () => {
    const withStages = explain(planCheckpoints(request));
    expect(withStages.text).toContain("each the state and the stages of a step of 400 B");
    expect(withStages.text).toContain("takes no step again");
    const whole = explain(planCheckpoints({ ...request, window: "segment" }));
    expect(whole.text).toContain("At most 50 steps of f on the tape");
  });

  it("of adaptive steps cannot draw what it does not know", () => {
    const given = { ...request, steps: undefined, sizes: { ...sizes, measured: false } };
    const { text, picture, data } = explain(planCheckpoints({ ...given, budget: 3000 }));
    expect(text).toMatchInlineSnapshot(`
      "A plan for an unknown number of steps within 2.93 KiB by the strategy "symplectic adjoint".
      Keeps at most 17 checkpoints at the same time, each a state of 100 B, in the store "memory", by the schedule "online(17)".
      At most one evaluation of f on the tape at the same time.
      How many steps are taken again depends on their number.
      Peak at most 2.93 KiB: states 1.66 KiB, tape 150 B, cotangents of parameters 80 B, outputs 400 B, working set 670 B.
      The smallest budget that would do is 1400 bytes.
      Sizes were computed from those of the state: this backend cannot measure what f keeps for its derivative."
    `);
    expect(data.recomputed).toBeUndefined();
    expect(picture).toThrow(/explain\(solution\)\.picture\(\)/);
  });

  it("of a strategy without a budget has the peak without checkpoints whose number is unknown", () => {
    const schedule = { schedule: everyStep, contents: "state" } as const;
    const { text } = explain(planGiven({ ...request, steps: undefined }, schedule));
    expect(text).toContain("Keeps one checkpoint per step");
    expect(text).toContain("Peak at most 1.27 KiB, and 100 B for each step:");
    expect(planGiven(request, schedule).peak).toBe(400 + 900 + 50 * 100 - 100);
  });

  it("of one checkpoint and an unknown number of steps says what each adds to the tape", () => {
    const given = { schedule: startOnly, contents: "state" } as const;
    const unknown = { ...request, window: "segment", steps: undefined } as const;
    const { text } = explain(planGiven(unknown, given));
    expect(text).toContain("All steps of f on the tape at the same time.");
    expect(text).toContain("and 850 B for each step");
    const { peak, perStep } = planGiven(unknown, given);
    // An upper bound: of the forward pass as well, which needs 700.
    const more = peak + 50 * perStep - planGiven({ ...unknown, steps: 50 }, given).peak;
    expect(more).toBeGreaterThanOrEqual(0);
    expect(more).toBeLessThan(700);
  });

  it("of a finished solve says what happened", () => {
    const stats = newStatistics();
    stats.forward.accepted = 12;
    stats.memory = {
      ...{ schedule: everyStep, store: "memory", contents: "state", checkpointBytes: 2048 },
      ...{ checkpoints: 12, recomputed: 0 },
    };
    const { text, data, picture } = explain({ stats });
    expect(text).toMatchInlineSnapshot(`
      "Solved in 12 steps.
      Kept at most 12 checkpoints at the same time, each a state of 2.00 KiB, in the store "memory", by the schedule "everyStep".
      The backward pass took no step again to reach a state."
    `);
    expect(data).toMatchObject({ finished: true, peak: undefined, steps: 12 });
    expect(picture()).toMatch(/^<svg/);
  });

  it.each([undefined, null, {}, { stats: newStatistics() }, { stats: null }, "plan"])(
    "refuses %j",
    (subject) => {
      expect(() => explain(subject as never)).toThrow(/must be a plan, or a solution/);
    },
  );
});
