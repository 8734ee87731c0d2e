import type { Float64Function } from "@symplectic-adjoint/backend-float64";
import type { Backend, CheckpointStore } from "@symplectic-adjoint/core";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import {
  checkpointPerStep,
  explain,
  MemoryBudgetError,
  memoryStore,
  oneCheckpoint,
  planMemory,
  solve,
  symplecticAdjoint,
} from "../../src/float64/index.js";

const pendulum: Float64Function = {
  parameters: Float64Array.of(0.3),
  evaluate(_t, [q = 0, p = 0], [c = 0], dy) {
    dy[0] = p;
    dy[1] = -Math.sin(q) - c * p;
  },
  vjp(_t, [q = 0, p = 0], [c = 0], [g = 0, h = 0], yBar, cBar) {
    yBar[0] = -Math.cos(q) * h;
    yBar[1] = g - c * h;
    cBar[0] = -p * h;
  },
};
const y0 = Float64Array.of(1, 0);
const cotangents = Float64Array.of(0, 0, 1, 2, -1, 1);
const t = [0, 3, 5];
const adjoints = { symplecticAdjoint, checkpointPerStep, oneCheckpoint };

describe.each(Object.entries(adjoints))(
  "%s with a memory budget on Float64Arrays",
  (name, make) => {
    it.each([
      { method: "rk4", stepsPerInterval: 40 },
      { method: "dopri5", rtol: 1e-9, atol: 1e-9 },
    ] as const)("has the same gradient, within what was computed, with $method", (options) => {
      const expected = solve(pendulum, y0, t, { ...options, adjoint: make() }).pullback(cotangents);
      const { minimum } = planMemory(pendulum, y0, t, {
        ...options,
        adjoint: make({ memoryBudget: "1 GB" }),
      });
      fc.assert(
        fc.property(fc.integer({ min: 0, max: 3000 }), (more) => {
          const solution = solve(pendulum, y0, t, {
            ...options,
            adjoint: make({ memoryBudget: minimum + more }),
          });
          for (const _ of [1, 2]) {
            const found = solution.pullback(cotangents);
            if (name !== "oneCheckpoint") expect(found).toEqual(expected);
            else expect(found.y0[0]).toBeCloseTo(expected.y0[0] as number, 10);
          }
          const { memory } = solution.stats;
          expect(memory?.checkpoints).toBeLessThanOrEqual(memory?.plan?.checkpoints as number);
          expect(memory?.plan?.peak).toBeLessThanOrEqual(minimum + more);
          expect(memory?.plan?.measured).toBe(false);
        }),
        { numRuns: 30 },
      );
      const less = make({ memoryBudget: minimum - 1 });
      expect(() => solve(pendulum, y0, t, { ...options, adjoint: less })).toThrow(
        MemoryBudgetError,
      );
    });
  },
);

describe("A store with a memory budget", () => {
  let cleared = 0;
  const elsewhere =
    (part: number) =>
    <A>(backend: Backend<A>): CheckpointStore<A> => ({
      ...memoryStore(backend),
      name: "elsewhere",
      clear: () => {
        cleared++;
      },
      residentBytes: (bytes) => part * bytes,
    });
  const options = { method: "rk4", stepsPerInterval: 500 } as const;
  const planWith = (memoryBudget: number, part: number) =>
    planMemory(pendulum, y0, t, {
      ...options,
      adjoint: symplecticAdjoint({ memoryBudget, store: elsewhere(part) }),
    });

  it("keeps as many checkpoints as its resident bytes allow", () => {
    expect(planWith(4000, 0)).toMatchObject({
      checkpoints: 1000,
      recomputes: false,
      store: "elsewhere",
    });
    const [half, all] = [planWith(4000, 0.5), planWith(4000, 1)];
    expect(half.recomputes && all.recomputes).toBe(true);
    expect(half.checkpoints as number).toBeGreaterThan(1.9 * (all.checkpoints as number));
  });

  it("is cleared after planning, and after a budget that is too small", () => {
    cleared = 0;
    planWith(4000, 1);
    expect(cleared).toBe(1);
    const adjoint = symplecticAdjoint({ memoryBudget: 10, store: elsewhere(1) });
    expect(() => solve(pendulum, y0, t, { ...options, adjoint })).toThrow(MemoryBudgetError);
    expect(cleared).toBe(2);
  });
});

it("An explanation says that sizes were computed", () => {
  const { text } = explain(planMemory(pendulum, y0, t, { memoryBudget: "2 kB" }));
  expect(text).toContain("Sizes were computed from those of the state");
});
