import type { PassStatistics, StepSizeController } from "@symplectic-adjoint/core";
import {
  detest,
  lotkaVolterra,
  sineSquare,
  type TestProblem,
  vanDerPol,
} from "@symplectic-adjoint/testing";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import {
  continuousAdjoint,
  float64,
  IntegrationError,
  integralController,
  laggedController,
  type MethodName,
  type Solution,
  type StepEvent,
  solve,
  solveAsync,
} from "../../src/index.js";
import { allAdjoints } from "../support/all-adjoints.js";
import { arbitrarySolve } from "../support/arbitrary-solve.js";
import { asynchronousFloat64 } from "../support/asynchronous-float64.js";
import { counted } from "../support/counted.js";
import type { Float64Options } from "../support/differentiate.js";
import { adaptiveMethods } from "../support/method-names.js";

type Solved = Solution<Float64Array, Float64Array>;

interface Case {
  readonly problem: TestProblem;
  readonly times: ReadonlyArray<number>;
  readonly options: Float64Options & { readonly speculate?: boolean };
}

/** A solution, its gradient and its events, computed at once or awaited. */
async function run({ problem, times, options }: Case, backend: typeof float64, awaits: boolean) {
  const events: Array<StepEvent> = [];
  const given = { ...options, backend, onStep: (event: StepEvent) => void events.push(event) };
  const { y0 } = problem;
  const solution: Solved = awaits
    ? await solveAsync(problem, y0, times, given)
    : solve(problem, y0, times, given);
  const gradients = await gradientsOf(solution, awaits);
  const { ys, outcome, stats } = solution;
  return { same: { ys, outcome, events, gradients, stepSizes: stats.stepSizes }, stats };
}

/** The gradients, or how the backward integration ended that should have found them. */
async function gradientsOf(solution: Solved, awaits: boolean): Promise<unknown> {
  const cotangents = solution.ys.map((_, i) => Math.cos(i));
  try {
    return awaits ? await solution.pullbackAsync(cotangents) : solution.pullback(cotangents);
  } catch (error) {
    if (error instanceof IntegrationError) return error.outcome;
    throw error;
  }
}

/** What depends neither on who waited nor on what was tried in vain. */
const essential = ({ accepted, rejected, vjps }: PassStatistics) => ({ accepted, rejected, vjps });

describe("With laggedController", () => {
  const limits = fc.record({
    safety: fc.double({ min: 0.7, max: 1, noNaN: true }),
    ifactor: fc.double({ min: 1.5, max: 10, noNaN: true }),
    maxStep: fc.constantFrom(0.1, 0.5, Number.POSITIVE_INFINITY),
  });
  const problems = fc
    .record({
      problem: fc.constantFrom(lotkaVolterra(), sineSquare(), vanDerPol()),
      method: fc.constantFrom<MethodName>(...adaptiveMethods),
      exponent: fc.double({ min: 1, max: 4, noNaN: true }),
    })
    .map(({ problem, method, exponent }) => ({
      problem,
      times: [0, 0.5, 4],
      options: { method, rtol: 10 ** -exponent, atol: 10 ** -exponent },
    }));
  const random = arbitrarySolve().filter(({ tableau }) => tableau.error !== undefined);
  const adjoints = fc.constantFrom(...allAdjoints);

  test("for any problem, method and tolerance, synchronous, awaited and speculative solves have bitwise the same steps and gradients.", async () => {
    let discarded = 0;
    await fc.assert(
      fc.asyncProperty(
        fc.oneof({ weight: 3, arbitrary: problems }, { weight: 1, arbitrary: random }),
        limits,
        adjoints,
        async (given, c, [, adjoint]) => {
          const controller = laggedController(c);
          const options = { ...given.options, controller, adjoint };
          const all = { problem: given.problem, times: given.times, options };
          const waiting = { ...all, options: { ...options, speculate: false } };
          const atOnce = await run(all, float64, false);
          const others = [
            await run(waiting, float64, true),
            await run(waiting, asynchronousFloat64, true),
            await run(all, asynchronousFloat64, true),
          ];
          for (const { same, stats } of others) {
            expect(same).toEqual(atOnce.same);
            expect(essential(stats.forward)).toEqual(essential(atOnce.stats.forward));
          }
          const [awaited, waited, speculated] = others.map(({ stats }) => stats);
          expect(awaited?.forward.readbacks).toBe(0);
          expect(waited?.forward).toMatchObject({
            discarded: 0,
            evaluations: atOnce.stats.forward.evaluations,
            readbacks: speculated?.forward.readbacks,
          });
          discarded += speculated?.forward.discarded ?? 0;
        },
      ),
      { seed: 42, numRuns: 50 },
    );
    expect(discarded).toBeGreaterThan(30);
  });
});

const problem = sineSquare();
const times = [0, 1, 3];
const loose = { rtol: 1e-5, atol: 1e-5 };
const steps = async (options: Case["options"], backend = asynchronousFloat64, awaits = true) =>
  run({ problem, times, options: { ...loose, ...options } }, backend, awaits);

describe("By default", () => {
  test("steps are attempted in advance with laggedController if and only if reads are asynchronous only.", async () => {
    const lagged = await steps({ controller: laggedController() }, float64, false);
    const integral = await steps({ controller: integralController() }, float64, false);
    expect(integral.same).not.toEqual(lagged.same);
    expect((await steps({}, float64, false)).same).toEqual(integral.same);
    expect((await steps({}, float64)).same).toEqual(integral.same);
    const late = await steps({});
    expect(late.same).toEqual(lagged.same);
    expect(late.stats.forward.discarded).toBeGreaterThan(0);
  });

  test("options of step control are those of laggedController, then.", async () => {
    const options = { safety: 0.8, ifactor: 3, dfactor: 0.5, maxStep: 0.4, firstStep: 0.05 };
    const lagged = await steps({ controller: laggedController(options) }, float64, false);
    expect((await steps(options)).same).toEqual(lagged.same);
  });

  test("a custom controller is used for speculation if and only if it can predict steps.", async () => {
    const own = await steps({ controller: { ...laggedController({ safety: 0.99 }) } });
    expect(own.stats.forward.discarded).toBeGreaterThan(0);
    const silent = await steps({ controller: integralController() });
    expect(silent.stats.forward.discarded).toBe(0);
  });

  test("fixed steps stay what they are.", async () => {
    for (const given of [{ stepsPerInterval: 5 }, { method: "rk4", stepSize: 0.1 }] as const) {
      const fixed = await steps(given);
      expect(fixed.same).toEqual((await steps(given, float64, false)).same);
      // One look whether the end is finite.
      expect(fixed.stats.forward).toMatchObject({ discarded: 0, readbacks: 1 });
    }
  });
});

test("speculate: false waits for every error, with the integral controller.", async () => {
  const waiting = await steps({ speculate: false });
  expect(waiting.same).toEqual((await steps({}, float64, false)).same);
  expect(waiting.stats.forward.discarded).toBe(0);
});

test("speculate: true uses laggedController even if nothing has to be awaited.", async () => {
  const { same, stats } = await steps({ speculate: true }, float64);
  expect(same).toEqual((await steps({}, asynchronousFloat64)).same);
  expect(stats.forward).toMatchObject({ discarded: 0, readbacks: 0, stalled: 0 });
});

test("calls of f equal the statistics, including discarded steps.", async () => {
  const { problem: watched, calls } = counted(problem);
  const options = { ...loose, backend: asynchronousFloat64, differentiate: false };
  const { stats } = await solveAsync(watched, problem.y0, times, options);
  expect(stats.forward.discarded).toBeGreaterThan(0);
  expect(calls.evaluate).toBe(stats.forward.evaluations);
  const { accepted, rejected, discarded } = stats.forward;
  // dopri5: k_1, one trial for the first step, and six evaluations a step.
  expect(stats.forward.evaluations).toBe(2 + 6 * (accepted + rejected + discarded));
  expect(stats.forward.readbacks).toBe(3 + accepted + rejected);
});

test("A continuous adjoint's own integration tries steps ahead as well, and counts them backward.", async () => {
  const options = { ...loose, adjoint: continuousAdjoint() };
  const given = { problem: vanDerPol(), times: [0, 1, 3], options };
  const { stats, same } = await run(given, asynchronousFloat64, true);
  expect(same.outcome.kind).toBe("success");
  expect(stats.backward.discarded).toBeGreaterThan(0);
  // Of each interval: three norms for its first step, one for each attempt, and two to compare its end.
  const { accepted, rejected, readbacks } = stats.backward;
  expect(readbacks).toBe(5 * 2 + accepted + rejected);
  const waiting = { ...given, options: { ...options, speculate: false } };
  const { backward } = (await run(waiting, asynchronousFloat64, true)).stats;
  expect(backward).toMatchObject({ discarded: 0 });
});

test.each([
  ["bosh3", 1e-3],
  ["dopri5", 1e-5],
  ["dopri8", 1e-5],
] as const)(
  "On DETEST laggedController costs %s at %f few attempts more, and fewer rejections.",
  (method, tol) => {
    const attempts = (controller: StepSizeController) => {
      const all = { accepted: 0, rejected: 0 };
      for (const problem of detest()) {
        const options = { backend: float64, method, rtol: tol, atol: tol, controller };
        const given = { ...options, differentiate: false };
        const { y0, t0, t1 } = problem;
        const { forward } = solve(problem, y0, [t0, t1], given).stats;
        all.accepted += forward.accepted;
        all.rejected += forward.rejected;
      }
      return all;
    };
    const [integral, lagged] = [attempts(integralController()), attempts(laggedController())];
    expect(lagged.accepted + lagged.rejected).toBeLessThan(
      1.08 * (integral.accepted + integral.rejected),
    );
    expect(lagged.rejected).toBeLessThan(integral.rejected);
  },
);
