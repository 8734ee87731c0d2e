import {
  newPassStatistics,
  type Pause,
  type Problem,
  type StepSizeController,
} from "@symplectic-adjoint/core";
import {
  decay,
  elementary,
  lotkaVolterra,
  type NumberArray,
  sineSquare,
  smallTableaux,
  vanDerPol,
  watchedDynamics,
} from "@symplectic-adjoint/testing";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { integrate, plainOperations } from "../src/index.js";
import { accept, lagged, reject, scripted, unlawful } from "./support/controllers.js";
import { rightHandSide } from "./support/right-hand-side.js";
import { type SetupOptions, setUp } from "./support/setup.js";
import { watchedRun } from "./support/watched-run.js";

const { heun2, bosh3, dopri5 } = smallTableaux;
const ahead = { speculates: true };

describe("Whatever the problem, the method and the tolerance, with speculation and without,", () => {
  const scenario = fc.record({
    func: fc.constantFrom(lotkaVolterra(), sineSquare(), vanDerPol(), decay()),
    tableau: fc.constantFrom(heun2, bosh3, dopri5),
    exponent: fc.double({ min: 1, max: 4, noNaN: true }),
    firstStep: fc.oneof(
      fc.double({ min: 1e-3, max: 2, noNaN: true }),
      fc.constant({ trial: () => 1e-3, choose: () => 0.5 }),
    ),
    down: fc.boolean(),
    landings: fc.uniqueArray(fc.integer({ min: 1, max: 9 }), { maxLength: 3 }),
    jumps: fc.uniqueArray(fc.integer({ min: 1, max: 9 }), { maxLength: 2 }),
    maxNumSteps: fc.constantFrom(1, 3, 10, 1000),
  });
  type Scenario = typeof scenario extends fc.Arbitrary<infer T> ? T : never;

  const setUpScenario = (s: Scenario, controller: StepSizeController) => {
    const times = [0, ...s.landings.map((i) => i / 5).sort((p, q) => p - q), 2];
    const sign = s.down ? -1 : 1;
    const tolerance = 10 ** -s.exponent;
    return setUp(s.func, {
      tableau: s.tableau,
      controller,
      times: times.map((t) => sign * t),
      jumpT: s.jumps.map((i) => (sign * i) / 5),
      tolerances: { rtol: [tolerance], atol: [tolerance] },
      maxNumSteps: s.maxNumSteps,
    });
  };

  test.each([
    ["a lawful", (s: Scenario) => lagged(elementary(s.firstStep))],
    ["an unlawful", (s: Scenario) => unlawful(lagged(elementary(s.firstStep)))],
  ])(
    "%s controller's steps, states, events, outcome and counts are the same, bit for bit.",
    async (kind, controllerOf) => {
      let discarded = 0;
      let rejected = 0;
      await fc.assert(
        fc.asyncProperty(scenario, async (s) => {
          const run = (how: "at once" | "awaited", changes = {}) =>
            watchedRun(setUpScenario(s, controllerOf(s)), how, changes);
          const plain = await run("at once");
          const awaited = await run("awaited");
          const speculated = await run("awaited", ahead);
          expect(speculated.visible).toEqual(plain.visible);
          expect(awaited.visible).toEqual(plain.visible);
          expect((await run("at once", ahead)).pass).toEqual(plain.pass);
          expect([plain.pass.discarded, awaited.pass.discarded]).toEqual([0, 0]);
          if (s.tableau.fsal && s.jumps.length === 0) {
            const extra = (s.tableau.stages - 1) * speculated.pass.discarded;
            expect(speculated.pass.evaluations).toBe(plain.pass.evaluations + extra);
          }
          if (kind === "a lawful") {
            // Every step but the first is followed by one that was tried ahead, and only rejections waste one.
            expect(speculated.pass.discarded).toBeLessThanOrEqual(plain.pass.rejected);
          }
          discarded += speculated.pass.discarded;
          rejected += plain.pass.rejected;
        }),
        { seed: 42, numRuns: 150 },
      );
      expect(discarded).toBeGreaterThan(50);
      expect(rejected).toBeGreaterThan(50);
    },
  );
});

const smooth = (changes: SetupOptions = {}) =>
  setUp(decay(), {
    tableau: bosh3,
    controller: lagged(elementary(0.1)),
    tolerances: { rtol: [1e-3], atol: [1e-3] },
    ...changes,
  });

/** Accepts, asks for the same step ahead as it proposes, and rejects those attempts. */
const rejecting = (attempts: ReadonlyArray<number>): StepSizeController<number> => ({
  name: "rejecting",
  adaptive: true,
  firstStep: 0.125,
  init: () => 1,
  next: (n, { step }) => {
    const accepted = !attempts.includes(n);
    return { accepted, step: accepted ? 0.125 : step / 2, state: n + 1 };
  },
  predictNext: () => 0.125,
});

test("While the error of a step is on its way, f is evaluated for the next one.", async () => {
  const setup = smooth();
  const { backend, evaluatedAt } = setup;
  const whenAsked: Array<number> = [];
  const whenTold: Array<number> = [];
  const slow = {
    ...backend,
    async read(scalar: NumberArray | number) {
      whenAsked.push(evaluatedAt.length);
      await Promise.resolve();
      whenTold.push(evaluatedAt.length);
      return backend.read(scalar);
    },
  };
  const { pass } = await watchedRun({ ...setup, backend: slow }, "awaited", ahead);
  const meanwhile = whenAsked.map((count, i) => (whenTold[i] as number) - count);
  // The first step cannot be looked beyond, and after the last there is nothing.
  expect(meanwhile).toEqual([0, ...new Array(pass.accepted - 2).fill(bosh3.stages - 1), 0]);
  expect(pass).toMatchObject({ rejected: 0, discarded: 0, readbacks: pass.accepted });
});

test("A step that was tried after one that is rejected is thrown away, and counted.", async () => {
  for (const tableau of [heun2, bosh3]) {
    const setup = smooth({ tableau, controller: rejecting([2, 5]) });
    const { pass } = await watchedRun(setup, "awaited", ahead);
    expect(pass).toMatchObject({ rejected: 2, discarded: 2 });
    // heun2 evaluates k_1 of a step that is thrown away, too.
    const attempts = pass.accepted + pass.rejected + pass.discarded;
    const first = tableau.fsal ? 1 : pass.accepted + pass.discarded;
    expect(pass.evaluations).toBe((tableau.stages - 1) * attempts + first);
    expect(setup.evaluatedAt).toHaveLength(pass.evaluations);
  }
});

test("k_1 of a step that was told wrong is not evaluated again.", async () => {
  const told: StepSizeController<number> = { ...rejecting([]), predictNext: () => 0.0625 };
  const setup = smooth({ tableau: heun2, controller: told });
  const { pass } = await watchedRun(setup, "awaited", ahead);
  expect(pass).toMatchObject({ accepted: 8, rejected: 0, discarded: 7 });
  expect(pass.evaluations).toBe(8 * 2 + 7);
});

test("Nothing is tried beyond the last time, the limit of steps, an abort, or a step that leads nowhere.", async () => {
  const discarded = async (changes: Partial<Problem<NumberArray>>) => {
    const controller = rejecting([3]);
    const { pass } = await watchedRun(smooth({ controller, ...changes }), "awaited", ahead);
    return pass.discarded;
  };
  expect(await discarded({})).toBe(1);
  expect(await discarded({ times: [0, 0.375] })).toBe(0);
  expect(await discarded({ maxNumSteps: 3 })).toBe(0);
  for (const step of [0, -1, Number.NaN, 1e-20])
    expect(await discarded({ controller: { ...rejecting([3]), predictNext: () => step } })).toBe(0);
  const signal = { aborted: false };
  let events = 0;
  const onStep = () => {
    if (++events === 2) signal.aborted = true;
  };
  // Nothing is begun once the abort is known, be it f that knows.
  const known = { aborted: false };
  const setup = smooth({ controller: rejecting([]), signal: known });
  const dynamics = watchedDynamics(setup.problem.dynamics, () => {
    known.aborted = true;
  });
  expect((await watchedRun(setup, "awaited", { ...ahead, dynamics })).pass).toMatchObject({
    accepted: 1,
    discarded: 0,
  });
  // The third step had been tried when the second one's verdict came, and with it the abort.
  const { pass, visible } = await watchedRun(smooth({ controller: rejecting([]) }), "awaited", {
    ...ahead,
    signal,
    onStep,
  });
  expect(visible).toMatchObject({ outcome: { kind: "aborted", t: 0.25, step: 0.125 } });
  expect(pass).toMatchObject({ accepted: 2, discarded: 1 });
});

test("A controller that cannot tell ahead, fixed steps, and errors that are known at once are not looked beyond.", async () => {
  for (const controller of [
    elementary(0.1),
    scripted(0.1, [accept(0.1), reject(0.05), accept(0.1)]),
  ]) {
    const { pass } = await watchedRun(smooth({ controller }), "awaited", ahead);
    expect(pass.discarded).toBe(0);
    expect(pass.evaluations).toBe(1 + 3 * (pass.accepted + pass.rejected));
  }
  const known = { controller: rejecting([2]), norm: () => 0.5 };
  const { pass } = await watchedRun(smooth(known), "awaited", ahead);
  expect(pass).toMatchObject({ rejected: 1, discarded: 0, readbacks: 0 });
});

describe("What f throws in a step that was tried ahead of time", () => {
  /** f throws beyond this time, so many times. */
  const failing = (beyond: number, times: number, controller: StepSizeController<number>) => {
    let thrown = 0;
    const setup = smooth({ controller });
    const dynamics = watchedDynamics(setup.problem.dynamics, (_, t) => {
      if (t <= beyond || thrown === times) return;
      thrown++;
      throw new RangeError("failed on purpose");
    });
    return { setup: { ...setup, problem: { ...setup.problem, dynamics } }, thrown: () => thrown };
  };

  test("comes out when the step is wanted, and f is not asked again.", async () => {
    let events = 0;
    const onStep = () => void events++;
    const { setup, thrown } = failing(0.3, Number.POSITIVE_INFINITY, rejecting([]));
    const run = watchedRun(setup, "awaited", { ...ahead, onStep });
    await expect(run).rejects.toThrow("failed on purpose");
    expect(thrown()).toBe(1);
    // Not before the step to 0.25 was told of.
    expect(events).toBe(2);
  });

  test("is forgotten if it is not, and what is tried then is tried anew.", async () => {
    // The second step, to 0.25, is rejected, and with it what failed from there to 0.375.
    const controller = rejecting([2]);
    const { setup, thrown } = failing(0.3, 1, controller);
    const { visible, pass } = await watchedRun(setup, "awaited", ahead);
    expect(thrown()).toBe(1);
    expect(pass).toMatchObject({ rejected: 1, discarded: 1 });
    expect(visible).toEqual((await watchedRun(smooth({ controller }), "at once")).visible);
  });
});

test("Nothing is left, whichever evaluation of f throws, and it comes out exactly if the step is wanted.", async () => {
  const controller = rejecting([3, 5]);
  for (const tableau of [heun2, bosh3]) {
    const wantedTimes = (await countedTimes(tableau, controller)).length;
    let failures = 0;
    for (let n = 1; ; n++) {
      let calls = 0;
      const setup = smooth({ tableau, controller });
      const dynamics = watchedDynamics(setup.problem.dynamics, () => {
        if (++calls === n) throw new RangeError("failed on purpose");
      });
      try {
        await watchedRun(setup, "awaited", { ...ahead, dynamics });
        if (calls < n) break;
      } catch (error) {
        expect(error).toEqual(new RangeError("failed on purpose"));
        failures++;
      }
    }
    // Those of steps that are thrown away do no harm.
    expect(failures).toBe(wantedTimes);
  }
});

/** When f is evaluated without speculation. */
async function countedTimes(
  tableau: typeof bosh3,
  controller: StepSizeController,
): Promise<ReadonlyArray<number>> {
  const setup = smooth({ tableau, controller });
  await watchedRun(setup, "at once");
  return setup.evaluatedAt;
}

test("Nothing is left, whichever read fails, and whatever else throws while a step waits.", async () => {
  const failing = (n: number) => {
    let calls = 0;
    return () => {
      if (++calls === n) throw new RangeError("failed on purpose");
    };
  };
  const controller = rejecting([3, 5]);
  const parts: Record<string, (call: () => void) => Partial<Problem<NumberArray>>> = {
    onStep: (onStep) => ({ onStep }),
    next: (call) => ({
      controller: {
        ...controller,
        next(state, attempt) {
          call();
          return controller.next(state as number, attempt);
        },
      },
    }),
    predictNext: (call) => ({
      controller: {
        ...controller,
        predictNext() {
          call();
          return 0.125;
        },
      },
    }),
  };
  for (const [name, changesOf] of Object.entries(parts)) {
    for (const n of [1, 2, 3, 4, 5, 6]) {
      const run = watchedRun(smooth({ controller }), "awaited", {
        ...ahead,
        ...changesOf(failing(n)),
      });
      await expect(run, `${name}, call ${n}`).rejects.toThrow("failed on purpose");
    }
  }
  for (const n of [1, 2, 3, 4, 5, 6]) {
    const setup = smooth({ controller });
    const call = failing(n);
    const backend = {
      ...setup.backend,
      async read(scalar: NumberArray | number) {
        call();
        return setup.backend.read(scalar);
      },
    };
    await expect(watchedRun({ ...setup, backend }, "awaited", ahead)).rejects.toThrow(
      "failed on purpose",
    );
  }
});

test("Nothing is left, wherever the computation is given up.", () => {
  for (let pauses = 0; ; pauses++) {
    const { backend, problem } = smooth({ controller: rejecting([3, 5]), ...ahead });
    const pass = newPassStatistics();
    const before = backend.live();
    const computation = integrate(problem, plainOperations(problem, pass), { pass });
    /** Does what can be done meanwhile, then reads. */
    const answered = (pause: Pause<NumberArray>): number => {
      if (pause === undefined || !("scalar" in pause)) return 0;
      pause.whileWaiting?.();
      return backend.readSync(pause.scalar);
    };
    let turn = computation.next(0);
    for (let i = 0; i < pauses && !turn.done; i++) {
      turn = computation.next(answered(turn.value));
    }
    if (turn.done) {
      expect(pass.discarded).toBe(2);
      return;
    }
    if (turn.value !== undefined && "scalar" in turn.value) turn.value.whileWaiting?.();
    computation.return(undefined as never);
    expect(backend.live(), `given up at pause ${pauses}`).toBe(before);
  }
});

test("Overflows are seen at the same step, and end the integration alike.", async () => {
  const blowUp = rightHandSide((_, y) => y * y, { y0: 1, t1: 2 });
  const options = {
    tableau: bosh3,
    controller: lagged(elementary(0.1)),
    tolerances: { rtol: [1e-2], atol: [1e-2] },
  };
  const plain = await watchedRun(setUp(blowUp, options), "at once");
  const speculated = await watchedRun(setUp(blowUp, options), "awaited", ahead);
  expect(speculated.visible).toEqual(plain.visible);
});
