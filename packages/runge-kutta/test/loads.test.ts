import {
  type Dynamics,
  newPassStatistics,
  type State,
  type Step,
  type StepLoad,
  type TimeSink,
  UnsupportedGradientError,
} from "@symplectic-adjoint/core";
import { type NumberArray, smallTableaux, type TestFunction } from "@symplectic-adjoint/testing";
import { describe, expect, test } from "vitest";
import { type ExplicitRungeKutta, explicitRungeKutta } from "../src/index.js";
import { coupled } from "./support/coupled.js";
import { denseTableaux } from "./support/dense-tableaux.js";
import { failing } from "./support/failing.js";
import { plainSink, plainTimes } from "./support/plain-sink.js";
import { setUp } from "./support/set-up.js";
import { attemptOf, stateOperations } from "./support/stepwise.js";

type S = State<NumberArray>;
const step: Step = {
  ...{ t: 0.25, h: 0.5, end: 0.75, firstStageTime: 0.25 },
  ...{ reusesLastStage: false, outputs: [] },
};

const [rk4, bosh3] = [
  explicitRungeKutta(smallTableaux.rk4),
  explicitRungeKutta(smallTableaux.bosh3),
];
const [dopri5, branched] = [
  explicitRungeKutta(denseTableaux.dopri5),
  explicitRungeKutta(denseTableaux.branched),
];

interface Wanted {
  /** Whether there is a cotangent of the result. */
  readonly lambda?: boolean;
  /** Whether the start has a cotangent. */
  readonly start?: boolean;
  /** The slopes that have one. */
  readonly slopes?: ReadonlyArray<number>;
  readonly times?: boolean;
  /** Whether the stages were kept. */
  readonly kept?: boolean;
}

/** Reverses one step, and returns numbers and counts. */
function reversed(
  method: ExplicitRungeKutta,
  wanted: Wanted,
  change: (dynamics: Dynamics<NumberArray>) => Partial<Dynamics<NumberArray>> = () => ({}),
) {
  const { backend, problem } = setUp(coupled);
  const y = [backend.array([0.9, -0.4])];
  const dynamics = { ...problem.dynamics, ...change(problem.dynamics) };
  const request = { ...step, y, memory: [], startSlope: undefined, estimatesError: false };
  const operations = stateOperations(problem, newPassStatistics());
  const { stages } = attemptOf<S>(
    method.attempt(problem, operations, { ...request, handsOver: "no", keepsStages: true }),
  );
  const made = (x: number) => [backend.array([x, 0.5 * x])];
  const sink = plainSink(backend);
  if (wanted.lambda === true) sink.addOutput(made(1));
  const count = method.interpolation.slopes;
  const isLoaded = wanted.start === true || wanted.slopes !== undefined;
  const load: StepLoad<NumberArray> = {
    start: wanted.start === true ? made(2) : undefined,
    slopes: Array.from({ length: count }, (_, j) =>
      wanted.slopes?.includes(j) ? made(3 + j) : undefined,
    ),
  };
  const pass = newPassStatistics();
  const timeSink = wanted.times === true ? plainTimes(backend) : undefined;
  const context = { problem: { ...problem, dynamics }, wrt: [0], pass, sink, timeSink };
  method.reverse?.(
    context,
    step,
    y,
    wanted.kept === true ? stages : undefined,
    isLoaded ? load : undefined,
  );
  const numbers = (state: S | undefined) => state?.map(({ values }) => values);
  const { evaluations, recorded, vjps } = pass;
  return {
    lambda: numbers(sink.lambda),
    theta: numbers(sink.theta),
    times: timeSink && [timeSink.start, timeSink.end],
    counts: { evaluations, recorded, vjps },
  };
}

const counts = (plain: number, vjps: number) => ({
  evaluations: plain + vjps,
  recorded: vjps,
  vjps,
});

describe("Only stages on which something with a cotangent depends are pulled back", () => {
  test.each<[string, ExplicitRungeKutta, Wanted, number, number]>([
    ["the result alone", bosh3, { lambda: true }, 2, 3],
    ["a load of nothing", bosh3, { slopes: [] }, 0, 0],
    ["the result, and a load of nothing", bosh3, { lambda: true, slopes: [] }, 2, 3],
    ["the start alone", bosh3, { start: true }, 0, 0],
    ["the result and the start", bosh3, { lambda: true, start: true }, 2, 3],
    ["the first slope alone", bosh3, { slopes: [0] }, 0, 1],
    ["the second slope", bosh3, { slopes: [1] }, 1, 2],
    ["the last slope, at the result", bosh3, { slopes: [3] }, 3, 4],
    ["the result and the first slope", bosh3, { lambda: true, slopes: [0] }, 2, 3],
    ["the result and the last slope", bosh3, { lambda: true, slopes: [3] }, 3, 4],
    ["the slope at the end of rk4", rk4, { slopes: [4] }, 4, 5],
    ["slopes of rk4 that are not at the end", rk4, { slopes: [0, 2] }, 2, 3],
    ["a further stage, with the one it depends on", branched, { slopes: [4] }, 3, 4],
    ["the result, without further stages", branched, { lambda: true, slopes: [1] }, 1, 2],
    ["all slopes of dopri5", dopri5, { slopes: [0, 2, 3, 4, 5, 6] }, 6, 7],
  ])("%s.", (_, method, wanted, plain, vjps) => {
    expect(reversed(method, wanted).counts).toEqual(counts(plain, vjps));
  });

  test("Where nothing has a cotangent nothing changes.", () => {
    const { lambda, theta } = reversed(rk4, { slopes: [] });
    expect([lambda, theta]).toEqual([undefined, undefined]);
    expect(reversed(rk4, { start: true }).lambda).toEqual([[2, 1]]);
  });

  test("A load of nothing changes no bit.", () => {
    for (const method of [rk4, bosh3, dopri5])
      expect(reversed(method, { lambda: true, slopes: [], times: true })).toEqual(
        reversed(method, { lambda: true, times: true }),
      );
  });
});

describe("Kept stages", () => {
  test.each<[string, ExplicitRungeKutta, Wanted, number, number]>([
    ["suffice if the load is on active stages", rk4, { lambda: true, slopes: [0, 3] }, 0, 4],
    ["suffice without a result, too", rk4, { slopes: [3], start: true }, 0, 4],
    ["are recomputed if a later stage is active", rk4, { lambda: true, slopes: [4] }, 4, 5],
    ["are recomputed if fewer are active", rk4, { slopes: [1] }, 1, 2],
  ])("%s, with bitwise the same gradient.", (_, method, wanted, plain, vjps) => {
    const kept = reversed(method, { ...wanted, kept: true, times: true });
    expect(kept.counts).toEqual(counts(plain, vjps));
    const { counts: __, ...result } = reversed(method, { ...wanted, times: true });
    expect(kept).toMatchObject(result);
  });
});

describe("Derivatives for the ends of a step", () => {
  /** y' = y cos(p t). */
  const wave: TestFunction = {
    parameters: Float64Array.of(3),
    evaluate(t, y, p, dy) {
      dy[0] = (y[0] as number) * Math.cos((p[0] as number) * t);
    },
    vjp(t, y, p, cotangent, yBar, bar) {
      const [x, c, g] = [y[0], p[0], cotangent[0]] as [number, number, number];
      yBar[0] = (yBar[0] as number) + g * Math.cos(c * t);
      bar[0] = (bar[0] as number) - g * x * t * Math.sin(c * t);
    },
    timeDerivative(t, y, p, out) {
      const c = p[0] as number;
      out[0] = -(y[0] as number) * c * Math.sin(c * t);
    },
  };

  test("of Euler's method are those of y⁺ = y (1 + h cos(p t)).", () => {
    const { backend, problem } = setUp(wave);
    const sink = plainSink(backend);
    sink.addOutput([backend.array([1])]);
    const timeSink = plainTimes(backend);
    const context = { problem, wrt: [0], pass: newPassStatistics(), sink, timeSink };
    explicitRungeKutta(smallTableaux.euler).reverse?.(context, step, [backend.array([0.7])]);
    const { t, h } = step;
    const byLength = 0.7 * Math.cos(3 * t);
    const byTime = -0.7 * h * 3 * Math.sin(3 * t);
    expect(timeSink.end).toBeCloseTo(byLength, 15);
    expect(timeSink.start).toBeCloseTo(byTime - byLength, 15);
    expect(sink.lambda?.[0]?.values[0]).toBeCloseTo(1 + h * Math.cos(3 * t), 15);
  });

  test("cost no evaluation.", () => {
    for (const wanted of [{ lambda: true }, { slopes: [4] }])
      expect(reversed(rk4, { ...wanted, times: true }).counts).toEqual(
        reversed(rk4, wanted).counts,
      );
  });

  test("are requested of f only if they are wanted.", () => {
    const asked = (times: boolean) => {
      const seen = new Set<boolean | undefined>();
      reversed(rk4, { lambda: true, slopes: [4], times }, ({ pullback }) => ({
        pullback(t, y, g, wrt, wantsTime) {
          seen.add(wantsTime);
          return pullback(t, y, g, wrt, wantsTime);
        },
      }));
      return [...seen];
    };
    expect(asked(false)).toEqual([undefined]);
    expect(asked(true)).toEqual([true]);
  });

  test("take the number 0 for an f that does not use the time.", () => {
    const zero = reversed(rk4, { lambda: true, times: true }, ({ pullback }) => ({
      pullback: (t, y, g, wrt) => ({ ...pullback(t, y, g, wrt), t: 0 }),
    }));
    const [start, end] = zero.times as [number, number];
    expect(start).toBe(-end);
    expect(end).not.toBe(0);
  });

  test("are refused if f's pullback does not return the cotangent of the time.", () => {
    const ask = () =>
      reversed(rk4, { lambda: true, times: true }, ({ pullback }) => ({
        pullback: (t, y, g, wrt) => pullback(t, y, g, wrt),
      }));
    expect(ask).toThrow(UnsupportedGradientError);
    expect(ask).toThrow(/^dynamics computed no cotangent of t.*wantsTime/);
  });
});

test("A fused reversal is used only without a load and without derivatives for times.", () => {
  const used = (wanted: Wanted): boolean => {
    let fused = false;
    reversed(bosh3, wanted, () => ({
      fusedSteps: {
        attempt: () => {
          throw new Error("not called");
        },
        reverse: (_, { lambda }) => {
          fused = true;
          return { lambda, theta: [] };
        },
      },
    }));
    return fused;
  };
  expect(used({ lambda: true })).toBe(true);
  expect(used({ lambda: true, slopes: [] })).toBe(true);
  expect(used({ lambda: true, slopes: [0] })).toBe(false);
  expect(used({ lambda: true, start: true })).toBe(false);
  expect(used({ lambda: true, times: true })).toBe(false);
});

test("When something fails in a loaded reversal, everything but the sink's values is freed.", () => {
  let failures = 0;
  for (let call = 0; ; call++) {
    const { backend, problem } = setUp(coupled);
    const made = (x: number) => [backend.array([x, 0.5 * x])];
    const names = ["linearCombination", "dot", "accumulate"] as const;
    const faulty = failing(backend, call, names);
    const dynamics = failing(problem.dynamics, call - 10, ["pullback", "evaluate"]);
    const sink = plainSink(backend);
    sink.addOutput(made(1));
    const y = made(0.9);
    const load = { start: made(2), slopes: [0, 1, 2, 3, 4].map((j) => made(3 + j)) };
    const timeSink = plainTimes(backend);
    let added = 0;
    const refusing: TimeSink<NumberArray> = {
      add(toStart, toEnd, scalar) {
        timeSink.add(toStart, toEnd, scalar);
        // It owned the scalar all the same.
        if (added++ === call - 20) throw new Error("add failed");
      },
    };
    const context = {
      problem: { ...problem, backend: faulty.subject, dynamics: dynamics.subject },
      ...{ wrt: [0], pass: newPassStatistics(), sink, timeSink: refusing },
    };
    const before = backend.live() - sink.survivors().flat().length;
    let failed = false;
    try {
      rk4.reverse?.(context, step, y, undefined, load);
    } catch {
      failed = true;
      failures++;
    }
    expect(backend.live() - sink.survivors().flat().length).toBe(before);
    if (!failed && call > 40) break;
  }
  expect(failures).toBeGreaterThan(25);
});
