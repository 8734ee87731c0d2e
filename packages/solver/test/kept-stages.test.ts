import { newPassStatistics, type State } from "@symplectic-adjoint/core";
import {
  decay,
  elementary,
  lotkaVolterra,
  type NumberArray,
  smallTableaux,
  watchedDynamics,
} from "@symplectic-adjoint/testing";
import { expect, test } from "vitest";
import { integrate } from "../src/loop/integrate.js";
import { runSync } from "../src/reading/run-sync.js";
import { plainOperations } from "../src/step/plain-operations.js";
import { releaseStages } from "../src/step/release-stages.js";
import { advanceSteps, replaySteps } from "../src/step/replay-steps.js";
import { releaseStart, startAt } from "../src/step/step-start.js";
import { setUp, solve, valuesOf } from "./support/setup.js";

type Stages = ReadonlyArray<State<NumberArray>> | undefined;
const numbersOf = (stages: Stages) => stages?.map(valuesOf);

test("An observer that asks for the stages of steps is told the states of all but the first.", () => {
  const setup = setUp(decay({ y0: [1], parameters: [-1] }), { times: [0, 0.25] });
  const told: Array<unknown> = [];
  solve(setup, {
    keepsStages: true,
    accepted: (_, __, ___, ____, stages) => void told.push(numbersOf(stages)),
  });
  expect(told).toEqual([[[0.875], [0.890625], [0.77734375]]]);
});

test("One that does not ask is told none.", () => {
  const told: Array<Stages> = [];
  solve(setUp(decay()), {
    accepted: (_, __, ___, ____, stages) => void told.push(stages),
  });
  expect(told).toEqual([undefined, undefined, undefined, undefined]);
});

/** Adaptive steps of an FSAL method, some of them rejected; the n-th evaluation fails. */
function adaptive(failing = Number.POSITIVE_INFINITY) {
  const setup = setUp(lotkaVolterra(), {
    tableau: smallTableaux.bosh3,
    controller: elementary({ trial: () => 0.01, choose: () => 0.9 }),
    times: [0, 0.5, 1],
    tolerances: { rtol: [1e-3], atol: [1e-3] },
  });
  let calls = 0;
  const dynamics = watchedDynamics(setup.problem.dynamics, () => {
    if (++calls === failing) throw new RangeError("failed on purpose");
  });
  return { ...setup, problem: { ...setup.problem, dynamics }, calls: () => calls };
}

/** Runs `body` with each evaluation failing in turn, and expects what was live before it. */
function failEach(body: (setup: ReturnType<typeof adaptive>) => void): number {
  for (let n = 1; ; n++) {
    const setup = adaptive(n);
    const before = setup.backend.live();
    let failed = false;
    try {
      body(setup);
    } catch (error) {
      expect(error).toEqual(new RangeError("failed on purpose"));
      failed = true;
    }
    expect(setup.backend.live(), `after evaluation ${n}`).toBe(before);
    if (!failed) return n - 1;
  }
}

test("The stages are freed with the step, accepted or rejected, whichever evaluation fails.", () => {
  let rejected = 0;
  const evaluations = failEach(({ backend, problem }) => {
    const pass = newPassStatistics();
    const reading = integrate(
      problem,
      plainOperations(problem, pass),
      { pass },
      {
        keepsStages: true,
        accepted: (_, __, ___, ____, stages) => {
          // They can still be read.
          expect(numbersOf(stages)).toHaveLength(2);
        },
      },
    );
    for (const output of runSync(reading, backend).outputs) backend.release(output);
    rejected = pass.rejected;
  });
  expect(rejected).toBeGreaterThan(0);
  expect(evaluations).toBeGreaterThan(10);
});

test("A replay keeps the same stages, and frees them if an evaluation fails.", () => {
  const told: Array<unknown> = [];
  const first = adaptive();
  const { steps } = solve(first, {
    keepsStages: true,
    accepted: (_, __, ___, ____, stages) => void told.push(numbersOf(stages)),
  });
  expect(steps.length).toBeGreaterThan(3);
  const evaluations = failEach(({ backend, problem }) => {
    const operations = plainOperations(problem, newPassStatistics());
    const kept: Array<Stages> = [];
    const start = startAt(problem.y0);
    const reading = replaySteps(problem, operations, steps, 0, steps.length, start, {
      stages: kept,
    });
    try {
      const starts = runSync(reading, backend);
      expect(kept.map(numbersOf)).toEqual(told);
      for (const made of starts.slice(1)) releaseStart(problem, operations, made);
    } catch (error) {
      expect(kept).toEqual([]);
      throw error;
    }
    for (const stages of kept) releaseStages(problem, operations, stages ?? []);
  });
  expect(evaluations).toBeGreaterThan(10);
});

test("Steps that are replayed without need of their stages keep none.", () => {
  const setup = adaptive();
  const { backend, problem } = setup;
  const { steps, outputs } = solve(setup);
  for (const output of outputs) backend.release(output);
  const before = backend.live();
  const operations = plainOperations(problem, newPassStatistics());
  const end = runSync(
    advanceSteps(problem, operations, steps, 0, steps.length, startAt(problem.y0)),
    backend,
  );
  expect(backend.live()).toBe(before + problem.y0.length);
  releaseStart(problem, operations, end);
});
