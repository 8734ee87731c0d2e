import { newPassStatistics, type StateFunction, type Step } from "@symplectic-adjoint/core";
import {
  decay,
  elementary,
  fixedSteps,
  lotkaVolterra,
  maxRelativeError,
  type NumberArray,
  smallTableaux,
} from "@symplectic-adjoint/testing";
import fc from "fast-check";
import { expect, test } from "vitest";
import { interpolated, interpolatedDerivative } from "../src/index.js";
import { rightHandSide } from "./support/right-hand-side.js";
import { type Setup, type SetupOptions, setUp, solve, valuesOf } from "./support/setup.js";

const { bosh3, dopri5, heun2, rk4, euler } = smallTableaux;
const linspace = (t0: number, t1: number, count: number) =>
  Array.from({ length: count }, (_, i) =>
    i === count - 1 ? t1 : t0 + ((t1 - t0) * i) / (count - 1),
  );
/** The states of all entries, one by one. */
const statesOf = ({ outputs, rows }: ReturnType<typeof solve>): Array<ReadonlyArray<number>> =>
  outputs.flatMap((output, k) => {
    const values = valuesOf(output);
    const count = rows?.[k] ?? 1;
    const n = values.length / count;
    return Array.from({ length: count }, (_, i) => values.slice(i * n, (i + 1) * n));
  });
const steady = (tableau = bosh3): SetupOptions => ({
  tableau,
  controller: elementary(0.1),
  tolerances: { rtol: [1e-4], atol: [1e-4] },
  interpolates: true,
});

test.each([bosh3, dopri5])(
  "With $name, a thousand outputs cost no evaluation and change no step.",
  (tableau) => {
    const run = (count: number) => {
      const setup = setUp(lotkaVolterra(), { ...steady(tableau), times: linspace(0, 3, count) });
      return { ...solve(setup), setup };
    };
    const [two, many] = [run(2), run(1001)];
    expect(many.pass).toEqual({ ...two.pass, readbacks: two.pass.readbacks + 1 });
    const plain = ({ outputs: _, ...step }: Step) => step;
    expect(many.steps.map(plain)).toEqual(two.steps.map(plain));
    expect(valuesOf(many.outputs.at(-1))).toEqual(valuesOf(two.outputs.at(-1)));
    expect(statesOf(many)).toHaveLength(1001);
    expect(many.outputs.length).toBeLessThan(2 * many.steps.length + 2);
    expect(many.setup.backend.live()).toBe(two.setup.backend.live() + many.outputs.length - 2);
  },
);

test("Landing and interpolating agree to the tolerance.", () => {
  const times = linspace(0, 3, 31);
  const options = { ...steady(dopri5), tolerances: { rtol: [1e-8], atol: [1e-8] }, times };
  const within = statesOf(solve(setUp(lotkaVolterra(), options)));
  const landed = statesOf(solve(setUp(lotkaVolterra(), { ...options, interpolates: false })));
  within.forEach((y, i) => {
    // The cubic's own error is larger than that of the method of order 5, for which the steps were chosen.
    expect(maxRelativeError(y, landed[i] ?? [])).toBeLessThan(1e-5);
  });
});

test("The outputs within a step are one entry, those at its end single ones.", () => {
  // y' = 2t: the cubic is exact.
  const setup = setUp(
    rightHandSide((t) => 2 * t),
    {
      interpolates: true,
      times: [0, 0.125, 0.25, 0.5, 1],
      stepT: [0.5],
      controller: fixedSteps(0.5),
    },
  );
  const { outputs, rows, outputTimes, steps } = solve(setup);
  expect(rows).toEqual([undefined, 2, undefined, undefined]);
  expect(outputs.map(valuesOf)).toEqual([[1], [1 + 0.125 ** 2, 1.0625], [1.25], [2]]);
  expect(steps.map((step) => step.outputs)).toEqual([
    [
      { index: 1, theta: [0.25, 0.5] },
      { index: 2, theta: 1 },
    ],
    [{ index: 3, theta: 1 }],
  ]);
  expect(outputTimes).toBeUndefined();
});

test("Repeated times give repeated states, at the start, within a step, at its end, in either direction.", () => {
  for (const sign of [1, -1]) {
    const times = [0, 0, 0.25, 0.25, 0.5, 0.5, 1, 1].map((t) => sign * t);
    const options = { interpolates: true, times, controller: fixedSteps(0.5) };
    const { rows, steps, ...run } = solve(
      setUp(
        rightHandSide((t) => 2 * t),
        options,
      ),
    );
    expect(rows).toEqual([undefined, undefined, 2, undefined, undefined, undefined, undefined]);
    expect(statesOf({ rows, steps, ...run })).toEqual(times.map((t) => [1 + t * t]));
    expect(steps.flatMap((step) => step.outputs.map(({ index }) => index))).toEqual([
      2, 3, 4, 5, 6,
    ]);
  }
});

test("Times that are all equal need no step.", () => {
  for (const interpolates of [true, false]) {
    const { outputs, steps, pass, outcome } = solve(
      setUp(decay(), { times: [1, 1, 1], interpolates }),
    );
    expect(outputs.map(valuesOf)).toEqual(new Array(3).fill([1, -0.5, 2]));
    expect([steps.length, pass.evaluations, outcome.kind]).toEqual([0, 0, "success"]);
  }
});

test("Repeated times are landed on once if nothing is interpolated.", () => {
  const { outputs, steps } = solve(
    setUp(
      rightHandSide(() => 1),
      { times: [0, 0, 0.5, 0.5, 1] },
    ),
  );
  expect(outputs.map(valuesOf)).toEqual([[1], [1], [1.5], [1.5], [2]]);
  expect(steps.map(({ end }) => end)).toEqual([0.25, 0.5, 0.75, 1]);
});

test("Each state within a step is that of the method's weights; θ is that of the recorded step.", () => {
  // Not closer to 0 than a step can be short.
  const time = fc.double({ min: 0, max: 1, noNaN: true }).map((t) => (t < 1e-200 ? 0 : t));
  fc.assert(
    fc.property(
      fc.constantFrom(euler, heun2, bosh3, rk4, dopri5),
      fc.array(time, { maxLength: 12 }),
      fc.array(time, { maxLength: 2 }),
      fc.boolean(),
      fc.boolean(),
      (tableau, free, stepT, down, adaptive) => {
        const sign = down ? -1 : 1;
        const times = [0, ...free.sort((p, q) => p - q), 1].map((t) => sign * t + 0);
        const setup = setUp(lotkaVolterra(), {
          ...steady(tableau),
          controller: adaptive && tableau.error ? elementary(0.1) : fixedSteps(0.3),
          times,
          stepT: stepT.map((t) => sign * t),
          keepsDense: true,
        });
        const run = solve(setup);
        expect(run.outcome).toMatchObject({ kind: "success", t: sign });
        expect(statesOf(run)).toHaveLength(times.length);
        expectInterpolated(setup, run, times);
      },
    ),
    { seed: 42 },
  );
});

/** Every output is where its step says, with the state that dense output has there. */
function expectInterpolated(
  { backend, problem }: Setup,
  { steps, outputs, rows, dense }: ReturnType<typeof solve>,
  times: ReadonlyArray<number>,
): void {
  const { interpolation } = problem.method;
  let next = outputs.length - steps.reduce((sum, step) => sum + step.outputs.length, 0);
  let row = next;
  steps.forEach((step, n) => {
    const { start, slopes } = (dense ?? [])[n] ?? { start: [], slopes: [] };
    for (const { index, theta } of step.outputs) {
      expect(index).toBe(next++);
      if (typeof theta === "number") {
        expect([theta, times[row++]]).toEqual([1, step.end]);
        continue;
      }
      expect(rows?.[index]).toBe(theta.length);
      const expected = theta.flatMap((each) => {
        expect(step.t + each * step.h).toBeCloseTo(times[row++] as number, 14);
        if (interpolation === undefined) throw new Error("It has one.");
        return valuesOf(interpolated(backend, interpolation, step, { start, slopes }, each));
      });
      expect(valuesOf(outputs[index])).toEqual(expected);
    }
  });
  expect(row).toBe(times.length);
}

test("Dense output has the state and its derivative anywhere within a step.", () => {
  const setup = setUp(
    rightHandSide((t) => 3 * t * t),
    { keepsDense: true, times: [0, 1] },
  );
  const { dense, steps } = solve(setup);
  const { backend, problem } = setup;
  const { interpolation } = problem.method;
  expect(dense).toHaveLength(4);
  const [data, step] = [dense?.[2], steps[2]];
  if (data === undefined || step === undefined || interpolation === undefined)
    throw new Error("They exist.");
  const states = interpolated(backend, interpolation, step, data, [0, 0.5, 1]);
  expect(valuesOf(states)).toEqual([1 + 0.5 ** 3, 1 + 0.625 ** 3, 1 + 0.75 ** 3]);
  const slopes = interpolatedDerivative(backend, interpolation, data.slopes, [0, 0.5]);
  expect(valuesOf(slopes)[0]).toBeCloseTo(3 * 0.5 ** 2, 14);
  expect(valuesOf(slopes)[1]).toBeCloseTo(3 * 0.625 ** 2, 14);
  expect(valuesOf(interpolatedDerivative(backend, interpolation, data.slopes, 0.5))).toEqual([
    valuesOf(slopes)[1],
  ]);
});

test("Every step can be an output, with its time, once even if it is an output anyway.", () => {
  const setup = setUp(
    rightHandSide(() => 1),
    { times: [0, 0, 0.375, 0.5, 1], savesSteps: true, interpolates: true },
  );
  const run = solve(setup);
  expect(run.outputTimes).toEqual([0, 0, 0.25, 0.375, 0.5, 0.75, 1]);
  expect(statesOf(run)).toEqual(run.outputTimes?.map((t) => [1 + t]));
  expect(run.rows).toEqual([undefined, undefined, undefined, 1, undefined, undefined, undefined]);
});

/** Saves the time and the first number of the state; sometimes the state itself. */
function saving({ backend }: Setup, itself = false): StateFunction<NumberArray> {
  return {
    structure: undefined,
    evaluate: (t, y) => (itself ? y : [backend.array([t]), backend.array(valuesOf(y).slice(0, 1))]),
    pullback() {
      throw new Error("Tests of the solver take no gradients.");
    },
  };
}

test.each([false, true])(
  "A function of the state is saved instead of it, each output by itself; the state itself: %s.",
  (itself) => {
    const setup = setUp(
      rightHandSide((t) => 2 * t),
      { interpolates: true, times: [0, 0.125, 0.25, 0.5, 1], controller: fixedSteps(0.5) },
    );
    const before = setup.backend.live();
    const { outputs, rows, steps } = solve({
      ...setup,
      problem: { ...setup.problem, save: saving(setup, itself) },
    });
    expect(rows).toBeUndefined();
    const numbers = outputs.map((output) => output.map((leaf) => leaf.values[0]));
    const expected = [0, 0.125, 0.25, 0.5, 1].map((t) => (itself ? [1 + t * t] : [t, 1 + t * t]));
    expect(numbers).toEqual(expected);
    expect(steps[0]?.outputs).toEqual([
      { index: 1, theta: 0.25 },
      { index: 2, theta: 0.5 },
      { index: 3, theta: 1 },
    ]);
    expect(setup.backend.live()).toBe(before + (itself ? 5 : 10));
  },
);

test("A method that cannot interpolate lands on outputs, and refuses dense output.", () => {
  const { problem, ...setup } = setUp(decay(), { interpolates: true, times: [0, 0.3, 1] });
  const method = { ...problem.method, interpolation: undefined };
  const { steps, rows } = solve({ ...setup, problem: { ...problem, method } });
  expect(steps.map(({ end }) => end)).toContain(0.3);
  expect(rows).toBeUndefined();
  expect(() => solve({ ...setup, problem: { ...problem, method, keepsDense: true } })).toThrow(
    'method has no interpolation, which dense output needs (got "rk4"). Use an explicit Runge-Kutta method',
  );
});

test("Only steps with outputs inside keep their slopes.", () => {
  const told: Array<unknown> = [];
  const setup = setUp(decay({ y0: [1] }), { interpolates: true, times: [0, 0.3, 1] });
  const { pass } = solve(setup, {
    accepted: (_, __, ___, ____, _____, slopes) => void told.push(slopes?.length),
  });
  expect(told).toEqual([undefined, 5, undefined, undefined]);
  // The slope at the end of the step is the first one of the next.
  expect(pass.evaluations).toBe(16);
});

test("What is interpolated from a slope that is not finite ends the integration there, and rejects no step.", () => {
  for (const controller of [elementary(0.5), fixedSteps(0.5)]) {
    // Only the slope at the end of the last step.
    const f = rightHandSide((t) => (t >= 1 - 1e-12 ? Number.NaN : 1));
    const tableau = { ...heun2, c: [0, 0.5], a: [[], [0.5]], b: [0, 1], error: [1, -1] };
    const options = {
      tableau,
      controller,
      interpolates: true,
      times: [0, 0.25, 0.5, 0.75, 0.9, 1],
    };
    const setup = setUp(f, { ...options, tableau: { ...tableau, activeStages: [1] } });
    const before = setup.backend.live();
    const { outcome, outputs, rows, pass } = solve(setup);
    expect(outcome).toMatchObject({ kind: "nonFiniteState", t: 1 });
    expect(pass.rejected).toBe(0);
    expect(outputs.every((output) => valuesOf(output).every(Number.isFinite))).toBe(true);
    expect(rows).toHaveLength(outputs.length);
    expect(setup.backend.live()).toBe(before + outputs.length);
  }
});

test("A blow-up in fixed steps is dated to its step, whatever is saved.", () => {
  for (const saves of [false, true]) {
    const setup = setUp(
      rightHandSide((t) => (t > 1.3 ? Number.NaN : 1), { t1: 4 }),
      { interpolates: true, times: [0, 0.3, 0.6, 1.1, 1.2, 2.1, 4], controller: fixedSteps(0.5) },
    );
    const save = saves ? saving(setup) : undefined;
    const before = setup.backend.live();
    const { outcome, outputs } = solve({ ...setup, problem: { ...setup.problem, save } });
    expect(outcome).toMatchObject({ kind: "nonFiniteState", t: 1.5 });
    // The outputs within the step that blew up are gone too.
    expect(outputs).toHaveLength(3);
    expect(setup.backend.live()).toBe(before + (saves ? 6 : 3));
  }
});

test("Where no scalar can be read, nothing is looked for.", () => {
  const setup = setUp(
    rightHandSide(() => Number.NaN),
    { interpolates: true, times: [0, 0.1, 1], readsScalars: false },
  );
  expect(solve(setup).outcome.kind).toBe("success");
  expect(newPassStatistics().readbacks).toBe(0);
});
