import {
  type FusedSteps,
  isReading,
  NO_MEMORY,
  newPassStatistics,
  type Problem,
  type State,
  type StepOperations,
} from "@symplectic-adjoint/core";
import {
  decay,
  elementary,
  fixedSteps,
  type NumberArray,
  smallTableaux,
} from "@symplectic-adjoint/testing";
import { expect, test } from "vitest";
import { plainOperations } from "../src/index.js";
import { requestFrom } from "../src/loop/position.js";
import { type SetupOptions, setUp, valuesOf } from "./support/setup.js";

const span = { t: 0, h: 0.5, end: 0.5 };
const adaptive = { controller: elementary(), tableau: smallTableaux.bosh3 };

/** One step from the initial state, as the loop asks for it. */
function attemptStep(
  problem: Problem<NumberArray>,
  operations: StepOperations<State<NumberArray>, NumberArray>,
  slope?: State<NumberArray>,
) {
  const from = {
    t: 0,
    y: problem.y0,
    memory: NO_MEMORY,
    slope,
    firstStageTime: 0,
    reusesLastStage: false,
    nextStop: 0,
  };
  const answer = problem.method.attempt(
    problem,
    operations,
    requestFrom(problem, from, span, { stages: false, slopes: false }),
  );
  if (isReading(answer)) throw new Error("An explicit method answers at once.");
  return answer;
}

function attempt(options: SetupOptions, known?: (y0: State<NumberArray>) => State<NumberArray>) {
  const setup = setUp(decay({ parameters: [-1] }), options);
  const { problem, backend } = setup;
  const pass = newPassStatistics();
  const slope = known?.(problem.y0);
  const before = backend.live();
  const tried = attemptStep(problem, plainOperations(problem, pass), slope);
  return { ...setup, ...tried, pass, made: backend.live() - before };
}

test("An adaptive FSAL step leaves k_1, its result, its last stage and its error ratio, and nothing more.", () => {
  const { startSlope, next, endSlope, errorRatio, made, backend } = attempt(adaptive);
  expect(made).toBe(4);
  expect(valuesOf(startSlope)).toEqual([-1, 0.5, -2]);
  expect(valuesOf(endSlope)).toEqual(valuesOf(next).map((value) => -value));
  backend.release([errorRatio as NumberArray]);
  for (const state of [startSlope, next, endSlope]) backend.release(state as State<NumberArray>);
});

test("The error ratio is the RMS of h Σ (b − b̂) k over the tolerance.", () => {
  const tolerances = { rtol: [1e-2], atol: [1e-3] };
  const { errorRatio, next, problem } = attempt({ ...adaptive, tolerances });
  // bosh3 and its partner are of order 3 and 2: on y' = −y they differ by (z³/6 − ẑ), computed here stage by stage.
  const { a, error = [] } = smallTableaux.bosh3;
  const ratios = [1, -0.5, 2].map((y, d) => {
    const k: Array<number> = [];
    for (const row of a) k.push(-(y + 0.5 * row.reduce((s, w, j) => s + w * (k[j] as number), 0)));
    const e = 0.5 * error.reduce((s, w, j) => s + w * (k[j] as number), 0);
    return e / (1e-3 + 1e-2 * Math.max(Math.abs(y), Math.abs(valuesOf(next)[d] as number)));
  });
  const rms = Math.sqrt(ratios.reduce((s, r) => s + r * r, 0) / 3);
  expect(problem.backend.readSync(errorRatio as NumberArray)).toBeCloseTo(rms, 12);
});

test("k_1 that is known is not evaluated, and stays whose it was.", () => {
  const { startSlope, pass, made, problem } = attempt(adaptive, (y0) => y0);
  expect(startSlope).toBe(problem.y0);
  expect(pass.evaluations).toBe(3);
  expect(made).toBe(3);
});

test.each([
  ["fixed steps", { ...adaptive, controller: fixedSteps(1) }, 3],
  ["a method without an embedded one", { ...adaptive, tableau: smallTableaux.rk4 }, 4],
])("With %s there is no error ratio, and no stage is handed over.", (_, options, evaluations) => {
  const { errorRatio, endSlope, pass, made } = attempt(options);
  expect(errorRatio).toBeUndefined();
  expect(endSlope).toBeUndefined();
  expect(pass.evaluations).toBe(evaluations);
  expect(made).toBe(2);
});

test("A norm of the user's own gets the scaled error, leaf by leaf, and may answer with a number.", () => {
  const seen: Array<ReadonlyArray<number>> = [];
  const norm = (scaled: State<NumberArray>) => {
    seen.push(valuesOf(scaled));
    return 0.25;
  };
  const { errorRatio, made, backend } = attempt({ ...adaptive, norm });
  expect(errorRatio).toBe(0.25);
  expect(made).toBe(3);
  const plain = attempt(adaptive);
  const rms = Math.sqrt((seen[0] ?? []).reduce((sum, value) => sum + value ** 2, 0) / 3);
  expect(rms).toBeCloseTo(backend.readSync(plain.errorRatio as NumberArray), 12);
});

test("A replayed step that hands its last stage over is fused, too, and leaves no error ratio behind.", () => {
  const { problem: plain, backend } = setUp(decay(), adaptive);
  const { dynamics, y0 } = plain;
  const ratio = backend.zerosLike(y0)[0] as NumberArray;
  const before = backend.live();
  const fusedSteps: FusedSteps<NumberArray> = {
    attempt: (_, { startSlope }, tolerances) =>
      ({
        ...{ startSlope, next: y0, memory: NO_MEMORY, mark: 0 },
        ...(tolerances !== undefined && { endSlope: y0, errorRatio: ratio }),
      }) as never,
    reverse: () => ({ lambda: [], theta: [] }),
  };
  const problem = { ...plain, dynamics: { ...dynamics, fusedSteps } };
  const pass = newPassStatistics();
  const taken = problem.method.attempt(problem, plainOperations(problem, pass), {
    ...{ ...span, firstStageTime: 0, y: y0, memory: NO_MEMORY, startSlope: y0 },
    ...{ estimatesError: false, handsOver: "always" },
  });
  expect(taken).toMatchObject({ endSlope: y0, errorRatio: undefined });
  // The three stages that follow the first one.
  expect(pass.evaluations).toBe(3);
  expect(backend.live()).toBe(before - 1);
});

test("Fused steps take the whole step, unless there is a norm of the user's own.", () => {
  const result = {
    startSlope: [],
    next: [],
    memory: NO_MEMORY,
    endSlope: [],
    errorRatio: 0.125,
    mark: 0,
  };
  const fusedSteps: FusedSteps<NumberArray> = {
    attempt: () => result,
    reverse: () => ({ lambda: [], theta: [] }),
  };
  const setup = setUp(decay(), adaptive);
  const problem = { ...setup.problem, dynamics: { ...setup.problem.dynamics, fusedSteps } };
  const operations = plainOperations(problem, newPassStatistics());
  expect(attemptStep(problem, operations)).toEqual(result);
  const normed = { ...problem, norm: () => 0.5 };
  expect(attemptStep(normed, operations).errorRatio).toBe(0.5);
});
