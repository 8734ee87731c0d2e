import {
  type Dynamics,
  InvalidArgumentError,
  type MeasuredMemory,
  type Problem,
} from "@symplectic-adjoint/core";
import { runSync } from "@symplectic-adjoint/solver";
import { elementary, fixedSteps, gradientOf, lotkaVolterra } from "@symplectic-adjoint/testing";
import { describe, expect, test } from "vitest";
import { checkpointPerStep, oneCheckpoint, symplecticAdjoint } from "../src/index.js";
import { adjointFixture } from "./support/adjoint-fixture.js";
import { setUp } from "./support/program.js";

const makers = { symplecticAdjoint, checkpointPerStep, oneCheckpoint };
const fixture = (controller = fixedSteps(0.05)) =>
  adjointFixture({ func: lotkaVolterra(), times: [0, 0.5], controller });

/** The same problem on a backend that measures, what it is told to. */
function measuring<A>(problem: Problem<A>, peakBytes: number): Problem<A> {
  const measure = <T>(body: () => T): MeasuredMemory<T> => ({
    value: body(),
    peakBytes,
    remainingBytes: peakBytes / 2,
  });
  return { ...problem, backend: { ...problem.backend, measure } };
}

/** Dynamics of which one evaluation fails. */
function failingAt<A>(dynamics: Dynamics<A>, index: number): Dynamics<A> {
  let count = 0;
  const tick = () => {
    if (count++ === index) throw new RangeError("mine");
  };
  return {
    ...dynamics,
    evaluate: (t, y) => {
      tick();
      return dynamics.evaluate(t, y);
    },
    record: (t, y) => {
      tick();
      return dynamics.record(t, y);
    },
    pullback: (t, y, g, wrt) => {
      tick();
      return dynamics.pullback(t, y, g, wrt);
    },
  };
}

describe.each(Object.entries(makers))("%s with a memory budget", (_, make) => {
  test.each([
    ["fixed steps", fixedSteps(0.05)],
    ["adaptive steps", elementary(0.1)],
  ])("plans without leaving anything behind, whatever fails meanwhile, with %s", (_name, steps) => {
    const { backend, problem } = fixture(steps);
    const before = backend.live();
    const adjoint = make({ memoryBudget: 1e6 });
    let failures = 0;
    for (let index = 0; ; index++) {
      const given = measuring({ ...problem, dynamics: failingAt(problem.dynamics, index) }, 100);
      let failed = false;
      try {
        expect(adjoint.plan?.(given)).toMatchObject({ measured: true, budget: 1e6 });
      } catch (error) {
        expect(error).toBeInstanceOf(RangeError);
        failed = true;
      }
      expect(backend.live()).toBe(before);
      if (!failed) break;
      failures++;
    }
    // An attempt, a reversal and a record, at least.
    expect(failures).toBeGreaterThan(5);
  });

  test("plans without leaving anything behind with saved outputs within steps.", () => {
    for (const saves of [false, true]) {
      const program = { times: [0.2, 0.3, 1.1], interpolates: true, saves };
      const { backend, problem } = setUp(program);
      const before = backend.live();
      expect(make({ memoryBudget: 1e6 }).plan?.(measuring(problem, 100))).toMatchObject({
        measured: true,
      });
      expect(backend.live()).toBe(before);
    }
  });

  test.each([
    ["dense", { keepsDense: true }],
    ["saveSteps", { savesSteps: true }],
  ])("refuses %s, which keeps all steps.", (name, option) => {
    const { problem } = fixture();
    const plan = () => make({ memoryBudget: 1e6 }).plan?.({ ...problem, ...option });
    expect(plan).toThrow(InvalidArgumentError);
    expect(plan).toThrow(`memoryBudget cannot be kept with ${name}`);
  });

  test("frees everything if the budget is too small.", () => {
    const { backend, problem } = fixture();
    const before = backend.live();
    const adjoint = make({ memoryBudget: 50 });
    expect(() => runSync(adjoint.solve(measuring(problem, 100), "once"), backend)).toThrow(
      /memoryBudget is too small/,
    );
    expect(backend.live()).toBe(before);
  });

  test("has the gradient of the strategy without a budget.", () => {
    const rows = [undefined, [1, 2]];
    const adjoint = make({ memoryBudget: 600 });
    const found = gradientOf(adjoint, fixture(), rows);
    const expected = gradientOf(make(), fixture(), rows);
    if (make !== oneCheckpoint) expect(found).toEqual(expected);
    else
      found?.y0.forEach((value, i) => {
        expect(value).toBeCloseTo(expected?.y0[i] as number, 10);
      });
  });
});
