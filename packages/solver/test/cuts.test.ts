import {
  type EventHandler,
  newPassStatistics,
  type Outcome,
  type Problem,
  type State,
  type Step,
} from "@symplectic-adjoint/core";
import {
  decay,
  elementary,
  fixedSteps,
  type NumberArray,
  smallTableaux,
  watchedDynamics,
} from "@symplectic-adjoint/testing";
import fc from "fast-check";
import { expect, test } from "vitest";
import {
  advanceSteps,
  integrate,
  plainOperations,
  releaseStages,
  releaseStart,
  replaySteps,
  runAsync,
  runSync,
  startAt,
} from "../src/index.js";
import { lagged } from "./support/controllers.js";
import { type CrossingOptions, crossingEvents } from "./support/crossing-events.js";
import { rightHandSide } from "./support/right-hand-side.js";
import { type Setup, type SetupOptions, setUp, solve, valuesOf } from "./support/setup.js";
import { watchedRun } from "./support/watched-run.js";

type Events = ReturnType<typeof crossingEvents>;

/** A problem with events: by default y' = 1 from 0, in steps of 1/2, which lands on nothing before 2. */
function withEvents(
  options: CrossingOptions,
  changes: SetupOptions = {},
  func = rightHandSide(() => 1, { y0: 0, t1: 2 }),
): Setup & { readonly events: Events } {
  const setup = setUp(func, { controller: fixedSteps(0.5), interpolates: true, ...changes });
  const events = crossingEvents(setup.backend, options);
  return { ...setup, problem: { ...setup.problem, events }, events };
}

const at =
  (level: number) =>
  (_: number, [y]: ReadonlyArray<number>) =>
    (y as number) - level;

test("A terminal event ends the integration within a step; the state there is the last output.", () => {
  const times = [0, 0.25, 0.6, 0.7, 1, 2];
  const setup = withEvents({ condition: at(0.7), terminal: 1 }, { times });
  const before = setup.backend.live();
  const { outcome, outputs, rows, outputTimes, steps } = solve(setup);
  const [found] = setup.events.found;
  expect(found?.t).toBeCloseTo(0.7, 14);
  expect(outcome).toMatchObject({ kind: "event", t: found?.t, step: 0.5 });
  expect(rows).toEqual([undefined, 1, 2, undefined]);
  expect(outputTimes).toEqual([0, 0.25, 0.6, 0.7, found?.t]);
  expect(valuesOf(outputs[3])).toEqual(valuesOf(found?.state));
  const { theta = Number.NaN } = found ?? {};
  expect(steps).toHaveLength(2);
  expect(steps[1]).toMatchObject({ t: 0.5, h: 0.5, end: 1 });
  expect(steps[1]?.cut).toEqual({
    theta,
    t: found?.t,
    found: 0,
    ends: true,
    exceeds: false,
    outputs: [3],
  });
  expect(steps[1]?.outputs.map(({ index }) => index)).toEqual([2, 3]);
  expect(steps[1]?.outputs[1]).toEqual({ index: 3, theta });
  // The outputs and the event's own state.
  expect(setup.backend.live()).toBe(before + 5);
});

test("After a reset the next step starts at the event, with a first stage of its own.", () => {
  const setup = withEvents({ condition: at(0.7), reset: () => [-1] }, { times: [0, 1, 2] });
  const { outcome, outputs, steps } = solve(setup);
  const t = setup.events.found[0]?.t as number;
  expect(outcome.kind).toBe("success");
  expect(steps.map((step) => step.t)).toEqual([0, 0.5, t, 1.2, 1.7]);
  expect(steps.map(({ end }) => end)).toEqual([0.5, 1, 1.2, 1.7, 2]);
  expect(steps[2]).toMatchObject({ firstStageTime: t, reusesLastStage: false });
  expect(steps[1]?.outputs).toEqual([]);
  expect(steps[1]?.cut).toMatchObject({ ends: false, outputs: [] });
  expect(outputs.map(valuesOf)).toHaveLength(3);
  expect(valuesOf(outputs[1])[0]).toBeCloseTo(-0.7, 14);
  expect(valuesOf(outputs[2])[0]).toBeCloseTo(0.3, 14);
});

test("Outputs up to the event belong to its step, later ones to steps after the reset.", () => {
  const times = [0, 0.6, 0.8, 0.9, 2];
  const setup = withEvents({ condition: at(0.7), reset: () => [-1] }, { times });
  const run = solve(setup);
  expect(run.rows).toEqual([undefined, 1, 2, undefined]);
  expect(run.outputs.flatMap(valuesOf).map((y) => y.toFixed(12))).toEqual(
    [0, 0.6, -0.9, -0.8, 0.3].map((y) => y.toFixed(12)),
  );
  expect(run.outputTimes).toBeUndefined();
});

test("If steps are outputs, so is the state at an event, before its reset.", () => {
  const setup = withEvents({ condition: at(0.7), reset: () => [-1] }, { savesSteps: true });
  const { outputTimes, outputs, steps } = solve(setup);
  const t = setup.events.found[0]?.t as number;
  expect(outputTimes).toEqual([0, 0.5, t, 1.2, 1.7, 2]);
  expect(steps[1]?.cut?.outputs).toEqual([2]);
  expect(valuesOf(outputs[2])).toEqual(valuesOf(setup.events.found[0]?.state));
});

test("An event that neither ends the integration nor resets its state cuts nothing.", () => {
  const plain = solve(withEvents({ condition: () => 1 }));
  const setup = withEvents({ condition: at(0.7) });
  const { steps, outputs } = solve(setup);
  expect(setup.events.found).toHaveLength(1);
  expect(steps).toEqual(plain.steps);
  expect(outputs.map(valuesOf)).toEqual(plain.outputs.map(valuesOf));
});

test("A reset exactly at the last time leaves the state before it as the output.", () => {
  const condition = (t: number) => t - 2;
  const setup = withEvents({ condition, reset: () => [-1] });
  // Crossings are looked for at the end; this one is on it.
  const { outcome, outputs, steps } = solve(setup);
  expect(outcome).toMatchObject({ kind: "success", t: 2 });
  expect(steps.at(-1)?.cut).toBeUndefined();
  expect(valuesOf(outputs[1])[0]).toBeCloseTo(2, 14);
});

test("A reset at a jump is followed by the right limit of f.", () => {
  const func = rightHandSide((t) => (t > 1 ? 100 : 1), { y0: 0, t1: 2 });
  const setup = withEvents({ condition: (t) => t - 1, reset: () => [0] }, { jumpT: [1] }, func);
  const { steps, outputs } = solve(setup);
  expect(steps[1]?.cut).toMatchObject({ t: 1 });
  expect(steps[2]?.firstStageTime).toBeGreaterThan(1);
  expect(valuesOf(outputs[1])[0]).toBeCloseTo(100, 10);
});

test("Too many events are an outcome.", () => {
  const setup = withEvents({ condition: at(0.2), reset: () => [0], most: 3 });
  const before = setup.backend.live();
  const { outcome, outputs, steps } = solve(setup);
  expect(outcome.kind).toBe("tooManyEvents");
  expect(outcome.t).toBeCloseTo(0.8, 12);
  expect(outputs).toHaveLength(1);
  expect(steps.at(-1)?.cut).toMatchObject({ ends: true, exceeds: true, outputs: [] });
  setup.events.release();
  expect(setup.backend.live()).toBe(before + 1);
});

test("In decreasing time events are found as well.", () => {
  const func = rightHandSide(() => 1, { y0: 0, t1: -2 });
  const setup = withEvents({ condition: at(-0.7), reset: () => [1] }, { times: [0, -1, -2] }, func);
  const { steps, outputs } = solve(setup);
  expect(steps[1]?.cut?.t).toBeCloseTo(-0.7, 14);
  expect(valuesOf(outputs[1])[0]).toBeCloseTo(0.7, 14);
});

test("Nothing is asked of events in a rejected attempt.", () => {
  const asked: Array<number> = [];
  const setup = withEvents(
    { condition: () => 1 },
    {
      tableau: smallTableaux.bosh3,
      controller: elementary(1.9),
      tolerances: { rtol: [1e-6], atol: [1e-6] },
    },
    rightHandSide((t, y) => Math.cos(9 * t) * y, { t1: 2 }),
  );
  const events: EventHandler<NumberArray> = {
    ...setup.events,
    accepted: (step) => void asked.push(step.index),
  };
  const { pass } = solve({ ...setup, problem: { ...setup.problem, events } });
  expect(pass.rejected).toBeGreaterThan(0);
  expect(asked).toEqual(Array.from({ length: pass.accepted }, (_, n) => n));
});

/** A bouncing ball with some air resistance, whose adaptive steps are cut by three impacts. */
function ball(changes: Partial<Problem<NumberArray>> = {}, failing = Number.POSITIVE_INFINITY) {
  const gravity = {
    ...decay({ y0: [1, 0], parameters: [0, 0] }),
    t1: 2,
    evaluate(_: number, y: ArrayLike<number>, __: unknown, dy: { [d: number]: number }) {
      dy[0] = y[1] as number;
      dy[1] = -9.8 - 0.3 * (y[1] as number) ** 2 * Math.sign(y[1] as number);
    },
  };
  const setup = withEvents(
    {
      condition: (_, [height]) => height as number,
      reset: ([, speed]) => [0, -0.8 * (speed as number)],
    },
    {
      tableau: smallTableaux.bosh3,
      controller: lagged(elementary(0.3)),
      tolerances: { rtol: [1e-4], atol: [1e-4] },
      times: [0, 0.1, 0.5, 0.55, 1.5, 2],
      ...changes,
    },
    gravity,
  );
  let calls = 0;
  const dynamics = watchedDynamics(setup.problem.dynamics, () => {
    if (++calls === failing) throw new RangeError("failed on purpose");
  });
  return { ...setup, problem: { ...setup.problem, dynamics } };
}

test.each([{}, { keepsDense: true, savesSteps: true }, { jumpT: [0.7] }])(
  "With speculation and without, the same bits, steps, events and outputs: %o",
  async (changes) => {
    const run = (how: "at once" | "awaited", more = {}) =>
      watchedRun(ball({ ...changes, ...more }), how);
    const plain = await run("at once");
    const awaited = await run("awaited");
    const speculated = await run("awaited", { speculates: true });
    expect(awaited.visible).toEqual(plain.visible);
    expect(speculated.visible).toEqual(plain.visible);
    expect(speculated.pass.discarded).toBeGreaterThan(1);
    expect(
      (plain.visible as { readonly found: ReadonlyArray<unknown> }).found.length,
    ).toBeGreaterThan(1);
  },
);

test("Steps are replayed through resets, bit for bit, from any of them, with the slopes that are wanted.", () => {
  const setup = ball({ keepsDense: true });
  const { backend, problem } = setup;
  const starts: Array<unknown> = [];
  const { steps, dense } = solve(setup, {
    accepted: (_, __, before) => void starts.push(valuesOf(before.y)),
  });
  const cuts = steps.flatMap((step, n) => (step.cut === undefined ? [] : [n]));
  expect(cuts.length).toBeGreaterThan(1);
  const operations = plainOperations(problem, newPassStatistics());
  const before = backend.live();
  for (const from of [0, cuts[0] as number, (cuts[0] as number) + 1]) {
    const slopes: Array<ReadonlyArray<State<NumberArray> | undefined> | undefined> = [];
    const start = startAt([backend.array(starts[from] as ReadonlyArray<number>)]);
    const reading = replaySteps(problem, operations, steps, from, steps.length - 1, start, {
      slopes,
      wantsSlopes: (step, n) => step === steps[n] && step.cut !== undefined,
    });
    const made = runSync(reading, backend);
    expect(made.map(({ y }) => valuesOf(y))).toEqual(starts.slice(from));
    slopes.forEach((kept, i) => {
      expect(kept !== undefined).toBe(cuts.includes(from + i));
      const numbers = kept?.map((slope) => slope && valuesOf(slope));
      if (kept) expect(numbers).toEqual(dense?.[from + i]?.slopes.map((s) => s && valuesOf(s)));
    });
    const end = runSync(
      advanceSteps(problem, operations, steps, from, steps.length - 1, start),
      backend,
    );
    expect(valuesOf(end.y)).toEqual(starts.at(-1));
    for (const each of [...made, end]) releaseStart(problem, operations, each);
    for (const kept of slopes) if (kept) releaseStages(problem, operations, kept);
  }
  expect(backend.live()).toBe(before);
});

test.each(["integrate", "replay"])(
  "Whatever evaluation fails, nothing is left behind: %s.",
  (which) => {
    const { steps } = solve(ball());
    for (let failing = 1; ; failing++) {
      const setup = ball({ keepsDense: true, savesSteps: true }, failing);
      const { backend, problem, events } = setup;
      const operations = plainOperations(problem, newPassStatistics());
      const before = backend.live();
      try {
        if (which === "integrate") solve(setup);
        else runReplay(setup, operations, steps);
      } catch (error) {
        expect(error).toEqual(new RangeError("failed on purpose"));
        events.release();
        expect(backend.live(), `evaluation ${failing}`).toBe(before);
        continue;
      }
      expect(failing).toBeGreaterThan(20);
      return;
    }
  },
);

/** A replay of known steps, whose events are the ones of another run. */
function runReplay(
  { backend, problem }: ReturnType<typeof ball>,
  operations: ReturnType<typeof plainOperations<NumberArray>>,
  steps: ReadonlyArray<Step>,
): void {
  const other = ball();
  solve(other);
  const events = {
    ...other.events,
    continueFrom: (): State<NumberArray> => [backend.array([0, 1])],
  };
  const replayed = { ...problem, events };
  const slopes: Array<ReadonlyArray<State<NumberArray> | undefined> | undefined> = [];
  const reading = replaySteps(replayed, operations, steps, 0, steps.length, startAt(problem.y0), {
    slopes,
    stages: [],
  });
  runSync(reading, backend);
}

test("What a handler throws leaves nothing behind, wherever it throws.", () => {
  for (const name of ["begin", "accepted", "continueFrom"] as const) {
    const setup = ball({ keepsDense: true, savesSteps: true });
    const failing = (): never => {
      throw new RangeError("failed on purpose");
    };
    const events = { ...setup.events, [name]: failing };
    const before = setup.backend.live();
    expect(() => solve({ ...setup, problem: { ...setup.problem, events } })).toThrow(RangeError);
    setup.events.release();
    expect(setup.backend.live()).toBe(before);
  }
});

test("Events are refused by a method that cannot interpolate.", () => {
  const setup = withEvents({ condition: at(1) });
  const method = { ...setup.problem.method, interpolation: undefined };
  const problem = { ...setup.problem, method };
  expect(() =>
    runSync(
      integrate(problem, plainOperations(problem, newPassStatistics()), {
        pass: newPassStatistics(),
      }),
      setup.backend,
    ),
  ).toThrow("method has no interpolation, which events need");
});

test("A sawtooth with events anywhere has the exact states at all outputs, whatever else is asked.", async () => {
  const scenario = fc.record({
    level: fc.double({ min: 0.15, max: 3, noNaN: true }),
    free: fc.array(fc.double({ min: 0, max: 2, noNaN: true }), { maxLength: 8 }),
    stepT: fc.array(fc.double({ min: 0, max: 2, noNaN: true }), { maxLength: 2 }),
    onGrid: fc.boolean(),
    down: fc.boolean(),
    adaptive: fc.boolean(),
    interpolates: fc.boolean(),
    savesSteps: fc.boolean(),
    keepsDense: fc.boolean(),
    terminal: fc.constantFrom(1, 2, Number.POSITIVE_INFINITY),
  });
  await fc.assert(
    fc.asyncProperty(scenario, async (s) => {
      const sign = s.down ? -1 : 1;
      const level = s.onGrid ? Math.ceil(s.level * 4) / 4 : s.level;
      // Not closer to the start than a step can be short.
      const far = (t: number) => (t < 1e-200 ? 0 : t);
      const times = [0, ...s.free.map(far), level, 2].filter((t) => t <= 2).sort((p, q) => p - q);
      const run = (how: "at once" | "awaited", speculates: boolean) =>
        watchedRun(
          withEvents(
            {
              condition: (_, [y]) => sign * (y as number) - level,
              reset: () => [0],
              terminal: s.terminal,
            },
            {
              interpolates: s.interpolates,
              savesSteps: s.savesSteps,
              keepsDense: s.keepsDense,
              speculates,
              tableau: smallTableaux.bosh3,
              controller: s.adaptive ? lagged(elementary(0.3)) : fixedSteps(0.25),
              times: times.map((t) => sign * t),
              stepT: s.stepT.map((t) => sign * far(t)),
            },
            rightHandSide(() => 1, { y0: 0 }),
          ),
          how,
        );
      const plain = await run("at once", false);
      expect((await run("awaited", true)).visible).toEqual(plain.visible);
      const { values, outputTimes, outcome, found, steps } = plain.visible as SawtoothRun;
      const last = s.terminal * level;
      if (Math.abs(last - 2) > 1e-9) expect(outcome.kind).toBe(last < 2 ? "event" : "success");
      const states = values.flat();
      const all = outputTimes ?? times.slice(0, states.length).map((t) => sign * t);
      expect(all).toHaveLength(states.length);
      states.forEach((y, i) => {
        const t = Math.abs(all[i] as number);
        // At an event, by rounding, the state before it or after it.
        const isEvent = Math.abs(t - level * Math.round(t / level)) < 1e-12;
        const teeth = isEvent ? [0, level] : [t % level];
        const errors = teeth.map((tooth) => Math.abs(sign * y - tooth));
        expect(Math.min(...errors)).toBeLessThan(1e-11);
      });
      const reached = steps.flatMap(({ outputs }) => outputs.map(({ index }) => index));
      expect(reached).toEqual(values.map((_, i) => i).slice(values.length - reached.length));
      found.forEach(([t], i) => {
        expect(sign * t).toBeCloseTo(level * (i + 1), 11);
      });
    }),
    { seed: 42 },
  );
});

/** What a test looks at. */
interface SawtoothRun {
  readonly values: ReadonlyArray<ReadonlyArray<number>>;
  readonly outputTimes: ReadonlyArray<number> | undefined;
  readonly outcome: Outcome;
  readonly found: ReadonlyArray<readonly [number, ReadonlyArray<number>]>;
  readonly steps: ReadonlyArray<Step>;
}

test("A blow-up in fixed steps after a reset is looked for from a state that steps started from.", () => {
  // The last finite output is the state before the reset: steps taken from it would blow up before those that were taken.
  const func = rightHandSide((t, y) => (y > 1.2 || t > 1.3 ? Number.NaN : 1), { y0: 0.5, t1: 2 });
  const setup = withEvents(
    { condition: (t) => t - 0.5, reset: () => [-2] },
    { times: [0, 0.5, 2], controller: fixedSteps(0.125) },
    func,
  );
  const { outcome, outputs, steps } = solve(setup);
  expect(steps[3]?.cut?.t).toBe(0.5);
  expect(steps[3]?.outputs).toEqual([{ index: 1, theta: 1 }]);
  expect(outcome).toMatchObject({ kind: "nonFiniteState", t: 1.375 });
  expect(outputs.map(valuesOf)).toEqual([[0.5], [1]]);
});

test("An attempt made in advance is rolled back before the restart after an event is recorded.", async () => {
  const { backend, problem, events } = ball({ speculates: true });
  const pass = newPassStatistics();
  const plain = plainOperations(problem, pass);
  const recorded: Array<string> = [];
  const operations = {
    ...plain,
    begin: (y0: State<NumberArray>) => {
      recorded.push("start");
      return plain.begin(y0);
    },
    evaluate: (t: number, y: State<NumberArray>) => {
      recorded.push("evaluation");
      return plain.evaluate(t, y);
    },
    mark: () => recorded.length,
    rollback: (length: number) => void recorded.splice(length),
  };
  await runAsync(integrate(problem, operations, { pass }), backend);
  expect(pass.discarded).toBeGreaterThan(0);
  expect(events.found.length).toBeGreaterThan(1);
  expect(recorded.filter((what) => what === "start")).toHaveLength(1 + events.found.length);
});
