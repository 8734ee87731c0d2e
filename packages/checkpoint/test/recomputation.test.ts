import type { CheckpointSchedule } from "@symplectic-adjoint/core";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import {
  binomial,
  everyNth,
  multiLevel,
  online,
  recomputedSteps,
  type ScheduleSimulation,
  simulateSchedule,
  squareRoot,
  twoLevel,
} from "../src/index.js";
import { choose, recomputationCosts, revolveCosts } from "./optimum.js";

const STEPS = 300;
const SLOTS = 20;
const revolve = revolveCosts(STEPS, SLOTS);
const fewest = recomputationCosts(STEPS, SLOTS, revolve);

/** Calls `check` for all numbers of steps and of checkpoints. */
function forAll(check: (total: number, checkpoints: number) => void): void {
  for (let checkpoints = 1; checkpoints <= SLOTS; checkpoints++)
    for (let total = 1; total <= STEPS; total++) check(total, checkpoints);
}

/** The least number of repetitions that any choice of checkpoints has: r with C(s + r, r) ≤ N < C(s + r + 1, r + 1). */
const leastRepetitions = (() => {
  const reach = Array.from({ length: SLOTS + 1 }, (_, s) =>
    s < 2 ? [] : Array.from({ length: 30 }, (__, r) => choose(s + r, r)),
  );
  return (total: number, s: number): number =>
    s === 1 ? total - 1 : (reach[s] as Array<number>).findIndex((steps) => steps > total) - 1;
})();

const repetitions = ({ perStep }: ScheduleSimulation) => Math.max(...perStep) - 1;

function expectReversed({ actions }: ScheduleSimulation, total: number): void {
  const reversed = actions.flatMap((action) => (action.type === "reverse" ? [action] : []));
  expect(reversed.length).toBe(total);
  reversed.forEach(({ from, to }, i) => {
    if (to !== total - i || from !== to - 1) expect([from, to]).toEqual([total - i - 1, total - i]);
  });
}

/** The last step that the forward pass stored. */
function lastStored({ actions, backwardStart }: ScheduleSimulation): number {
  const forward = actions.slice(0, backwardStart);
  return Math.max(...forward.map((action) => (action.type === "store" ? action.step : 0)));
}

describe(`For all N ≤ ${STEPS} and s ≤ ${SLOTS}`, () => {
  it("Griewank & Walther's recursion has the closed form that they state.", () => {
    forAll((total, s) => {
      if (s === 1) return;
      let r = 0;
      while (choose(s + r, r) < total) r++;
      const stated = r * total - (r === 0 ? 0 : choose(s + r, r - 1));
      if (revolve[s]?.[total] !== stated)
        expect([s, total, revolve[s]?.[total]]).toEqual([s, total, stated]);
    });
  });

  it("binomial takes the published number of steps, and no schedule recomputes fewer.", () => {
    forAll((total, checkpoints) => {
      const simulation = simulateSchedule(binomial({ checkpoints }), total);
      const got = {
        recomputed: simulation.recomputed,
        // Their forward pass is the first sweep, up to the last checkpoint.
        published: simulation.recomputed + lastStored(simulation),
        formula: recomputedSteps(total, checkpoints),
        repetitions: repetitions(simulation),
        peak: simulation.peak,
      };
      const optimum = fewest[checkpoints]?.[total];
      expect(got).toEqual({
        recomputed: optimum,
        published: revolve[checkpoints]?.[total],
        formula: optimum,
        repetitions: leastRepetitions(total, checkpoints),
        peak: Math.min(total, checkpoints),
      });
      expectReversed(simulation, total);
    });
  });

  it("online repeats no step more often than any choice of checkpoints would require.", () => {
    const ratios: Array<number> = [];
    forAll((total, checkpoints) => {
      const simulation = simulateSchedule(online({ checkpoints }), total, { knownTotal: false });
      const least = leastRepetitions(total, checkpoints);
      const optimum = fewest[checkpoints]?.[total] as number;
      const { recomputed, peak } = simulation;
      expect({
        repetitions: repetitions(simulation),
        bounded: recomputed <= least * total,
        possible: recomputed >= optimum,
        peak,
      }).toEqual({
        repetitions: least,
        bounded: true,
        possible: true,
        peak: Math.min(total, checkpoints),
      });
      expectReversed(simulation, total);
      if (optimum > 0) ratios.push(recomputed / optimum);
    });
    // As its documentation says.
    expect(Math.max(...ratios)).toBeLessThan(1.18);
    expect(ratios.reduce((sum, ratio) => sum + ratio, 0) / ratios.length).toBeLessThan(1.02);
  });

  it("binomial is online where the number of steps is unknown.", () => {
    forAll((total, checkpoints) => {
      if (total % 43 !== 0) return;
      const unknown = { knownTotal: false };
      expect(simulateSchedule(binomial({ checkpoints }), total, unknown)).toEqual(
        simulateSchedule(online({ checkpoints }), total, unknown),
      );
    });
  });

  it("multiLevel recomputes as little in two stores, with no more in each than it may have.", () => {
    forAll((total, checkpoints) => {
      // A quarter of the cases, with all ways to divide the places.
      if ((total + checkpoints) % 4 !== 0) return;
      const near = 1 + (total % Math.max(1, checkpoints - 1));
      const far = checkpoints - near;
      if (far < 1) return;
      const schedule = multiLevel({ near, far });
      const known = simulateSchedule(schedule, total);
      expect(known.recomputed).toBe(fewest[checkpoints]?.[total]);
      const unknown = simulateSchedule(schedule, total, { knownTotal: false });
      expect(unknown.recomputed).toBe(
        simulateSchedule(online({ checkpoints }), total, { knownTotal: false }).recomputed,
      );
      for (const { byLevel } of [known, unknown]) {
        expect(byLevel[0]?.peak ?? 0).toBeLessThanOrEqual(near);
        expect(byLevel[1]?.peak ?? 0).toBeLessThanOrEqual(far);
        if (total <= near) expect(byLevel[1]?.writes ?? 0).toBe(0);
      }
      expectReversed(known, total);
      expectReversed(unknown, total);
    });
  });
});

describe("multiLevel", () => {
  it("reads and writes the slower store less than the faster one.", () => {
    const { byLevel } = simulateSchedule(multiLevel({ near: 4, far: 4 }), 300);
    const [near, far] = byLevel as [(typeof byLevel)[0], (typeof byLevel)[0]];
    expect(far.writes).toBeLessThan(near.writes / 5);
    expect(far.reads).toBeLessThan(near.reads / 3);
  });
});

describe("twoLevel", () => {
  it("recomputes the fewest steps in each period, with its checkpoints in two stores.", () => {
    for (const period of [1, 2, 5, 16]) {
      for (const checkpoints of [1, 2, 4, 19]) {
        for (let total = 1; total <= 50; total++) {
          const { recomputed, byLevel } = simulateSchedule(
            twoLevel({ period, checkpoints }),
            total,
            { knownTotal: false },
          );
          const inPeriod = revolve[checkpoints + 1] as ReadonlyArray<number>;
          const whole = Math.floor(total / period);
          const rest = total % period;
          expect(recomputed).toBe(
            whole * (inPeriod[period] as number) + (inPeriod[rest] as number),
          );
          expect(byLevel[0]?.peak ?? 0).toBeLessThanOrEqual(checkpoints);
          expect(byLevel[1]).toMatchObject({ peak: Math.ceil(total / period) });
        }
      }
    }
  });
});

describe("The schedules that recompute each step at most once", () => {
  const cost = (schedule: CheckpointSchedule, total: number, knownTotal: boolean) => {
    const simulation = simulateSchedule(schedule, total, { knownTotal });
    expectReversed(simulation, total);
    expect(repetitions(simulation)).toBeLessThanOrEqual(1);
    return simulation;
  };

  it("everyNth has N/n + n checkpoints at most, and recomputes all steps but the stored ones.", () => {
    for (let n = 1; n <= 30; n++) {
      for (let total = 1; total <= 100; total++) {
        const { peak, recomputed } = cost(everyNth(n), total, total % 2 === 0);
        expect(peak).toBeLessThanOrEqual(total / n + n);
        expect(recomputed).toBe(total - Math.ceil(total / n));
      }
    }
  });

  it("squareRoot has 2√N checkpoints, or 2.2√N + 1 if N is unknown.", () => {
    for (let total = 1; total <= 2000; total += 1 + (total >> 6)) {
      const known = cost(squareRoot(), total, true);
      expect(known.peak).toBeLessThanOrEqual(2 * Math.sqrt(total));
      const unknown = cost(squareRoot(), total, false);
      expect(unknown.peak).toBeLessThanOrEqual(2.2 * Math.sqrt(total) + 1);
    }
  });
});

describe("From whatever the forward pass stored", () => {
  const sets = fc
    .record({
      total: fc.integer({ min: 1, max: 40 }),
      others: fc.uniqueArray(fc.integer({ min: 1, max: 39 }), { maxLength: 12 }),
      checkpoints: fc.integer({ min: 1, max: 12 }),
    })
    .map(({ total, others, checkpoints }) => ({
      total,
      checkpoints,
      stored: [0, ...others.filter((step) => step < total).sort((a, b) => a - b)],
    }));

  /** A forward pass that stores a given set, with the backward pass of a schedule. */
  const after = (stored: ReadonlyArray<number>, schedule: CheckpointSchedule) => ({
    ...schedule,
    checkpoints: undefined,
    forward: ({ step }: { readonly step: number }) =>
      stored.includes(step) ? [{ type: "store" as const, step }] : [],
  });

  it("binomial and online repeat no step more often than the best choice among these, and recompute as little.", () => {
    fc.assert(
      fc.property(sets, ({ total, stored, checkpoints }) => {
        for (const make of [binomial, online]) {
          const simulation = simulateSchedule(after(stored, make({ checkpoints })), total);
          expectReversed(simulation, total);
          const { repeated, recomputed } = leastFrom(stored, total, checkpoints);
          expect(repetitions(simulation)).toBe(repeated);
          expect(simulation.recomputed).toBe(recomputed);
          expect(simulation.peak).toBeLessThanOrEqual(Math.max(checkpoints, stored.length));
        }
      }),
      { seed: 51, numRuns: 300 },
    );
  });

  it("the others reverse each step once.", () => {
    fc.assert(
      fc.property(sets, ({ total, stored, checkpoints }) => {
        for (const schedule of [
          everyNth(checkpoints),
          squareRoot(),
          twoLevel({ period: 5, checkpoints }),
          multiLevel({ near: checkpoints, far: 3 }),
        ])
          expectReversed(simulateSchedule(after(stored, schedule), total), total);
      }),
      { seed: 52, numRuns: 200 },
    );
  });

  it("multiLevel stays within its places after a forward pass that ended early.", () => {
    fc.assert(
      fc.property(sets, fc.nat({ max: 200 }), ({ total, checkpoints }, early) => {
        const [near, far] = [checkpoints, 1 + (early % 4)];
        const made = multiLevel({ near, far });
        const schedule: CheckpointSchedule = {
          ...made,
          forward: (view) => made.forward({ ...view, total: total + early }),
        };
        const simulation = simulateSchedule(schedule, total);
        expectReversed(simulation, total);
        expect(simulation.byLevel[0]?.peak ?? 0).toBeLessThanOrEqual(near);
        expect(simulation.byLevel[1]?.peak ?? 0).toBeLessThanOrEqual(far);
      }),
      { seed: 53, numRuns: 300 },
    );
  });

  /**
   * The fewest repetitions over all subsets with step 0, and then the fewest recomputed steps: an interval before which
   * i are kept has s − i places.
   */
  function leastFrom(stored: ReadonlyArray<number>, total: number, checkpoints: number) {
    const repetitionsOf = (length: number, places: number) => {
      let r = 0;
      while (choose(places + r, r) < length) r++;
      return r;
    };
    const over = (cost: (length: number, places: number) => number, join: typeof Math.max) => {
      const from = (i: number, places: number): number => {
        if (i === stored.length) return 0;
        if (places === 0) return Number.POSITIVE_INFINITY;
        let best = Number.POSITIVE_INFINITY;
        for (let j = i + 1; j <= stored.length; j++) {
          const length = (stored[j] ?? total) - (stored[i] as number);
          best = Math.min(best, join(cost(length, places), from(j, places - 1)));
        }
        return best;
      };
      return from(0, checkpoints);
    };
    const repeated = over(repetitionsOf, Math.max);
    const recomputed = over(
      (length, places) =>
        repetitionsOf(length, places) > repeated
          ? Number.POSITIVE_INFINITY
          : (revolve[places]?.[length] as number),
      (a = 0, b = 0) => a + b,
    );
    return { repeated, recomputed };
  }
});
