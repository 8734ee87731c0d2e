import { decay, elementary, smallTableaux } from "@symplectic-adjoint/testing";
import { expect, test } from "vitest";
import { accept, reject, scripted } from "./support/controllers.js";
import { rightHandSide } from "./support/right-hand-side.js";
import { setUp, solve, valuesOf } from "./support/setup.js";

const adaptive = { tableau: smallTableaux.bosh3, controller: elementary(0.125) };
const rule = { trial: () => 1e-3, choose: () => 0.125 };
const outputTimes = [0, 0.25, 0.5, 0.75, 1];

test.each([
  ["y0", rightHandSide(() => 0, { y0: Number.NaN })],
  ["f", rightHandSide(() => Number.NaN)],
])("A search of the first step finds out at once that %s is not finite.", (_, f) => {
  const { outcome, outputs, pass } = solve(setUp(f, { ...adaptive, controller: elementary(rule) }));
  expect(outcome).toMatchObject({ kind: "nonFiniteState", t: 0, step: 0 });
  expect(pass).toMatchObject({ evaluations: 1, accepted: 0, rejected: 0 });
  expect(outputs).toHaveLength(1);
});

test("Where the first step is given, 30 overflows in a row are the end.", () => {
  const { outcome, pass } = solve(
    setUp(
      rightHandSide(() => Number.NaN),
      adaptive,
    ),
  );
  expect(outcome).toMatchObject({ kind: "nonFiniteState", t: 0 });
  expect(pass).toMatchObject({ accepted: 0, rejected: 30, evaluations: 1 + 3 * 30 });
});

test("Midway the outputs before remain, all of them finite.", () => {
  const f = rightHandSide((t, y) => (t > 0.6 ? Number.NaN : y));
  const { outcome, outputs } = solve(setUp(f, { ...adaptive, times: outputTimes }));
  expect(outcome.kind).toBe("nonFiniteState");
  expect(outcome.t).toBeGreaterThanOrEqual(0.5);
  expect(outcome.t).toBeLessThanOrEqual(0.6);
  const finite = outputs.map((output) => Number.isFinite(valuesOf(output)[0]));
  expect(finite).toEqual([true, true, true]);
});

test("Overflows that have made the step too small are no underflow.", () => {
  const controller = scripted(0.5, [accept(0.5), reject(1e-9), reject(1e-20)]);
  const f = rightHandSide((t) => (t > 0.5 ? Number.NaN : 1));
  const { outcome } = solve(setUp(f, { ...adaptive, controller }));
  expect(outcome).toMatchObject({ kind: "nonFiniteState", t: 0.5 });
});

test("A controller that would not take smaller steps, or would accept, is not asked again.", () => {
  const f = rightHandSide(() => Number.POSITIVE_INFINITY);
  for (const answer of [accept(0.01), reject(0.125), reject(0.5)]) {
    const controller = scripted(0.125, [answer]);
    const { outcome, pass } = solve(setUp(f, { ...adaptive, controller }));
    expect(outcome.kind).toBe("nonFiniteState");
    expect(pass).toMatchObject({ accepted: 0, rejected: 1 });
  }
});

test("Smaller steps get by, and overflows are counted anew after each.", () => {
  // Overflows whenever a stage looks further than 1/64 ahead of the state, which every step does at first.
  let start = 0;
  const f = rightHandSide((t) => (t - start > 1 / 64 ? Number.POSITIVE_INFINITY : 1));
  const controller = {
    ...elementary(0.5),
    next: (state: undefined, { step, errorRatio }: { step: number; errorRatio: number }) =>
      Number.isFinite(errorRatio)
        ? { accepted: true, step: 0.5, state }
        : { accepted: false, step: step / 2, state },
  };
  const { outcome, pass } = solve(setUp(f, { ...adaptive, controller }), {
    accepted(_, step) {
      start = step.end;
    },
  });
  expect(outcome.kind).toBe("success");
  expect(pass.accepted).toBeGreaterThanOrEqual(64);
  expect(pass.rejected).toBeGreaterThan(2 * 64);
});

test("A rejection for another reason in between counts them anew too.", () => {
  // The error ratio is NaN at first, then 2, then NaN again: 29 and 29 overflows are not 30 in a row.
  const overflows = new Array<number>(29).fill(Number.NaN);
  const ratios = [...overflows, 2, ...overflows, 0];
  let attempt = 0;
  const setup = setUp(decay(), {
    ...adaptive,
    controller: elementary(0.5),
    norm: () => ratios[attempt++] ?? 0,
  });
  expect(solve(setup).outcome.kind).toBe("success");
});

test("In fixed steps the first output that is not finite is left out, with all after it.", () => {
  const f = rightHandSide((t, y) => (t > 0.3 ? Number.NaN : y));
  const setup = setUp(f, { times: outputTimes });
  const before = setup.backend.live();
  const { outcome, outputs } = solve(setup);
  expect(outcome).toMatchObject({ kind: "nonFiniteState", t: 0.5, step: 0.25 });
  expect(outputs).toHaveLength(2);
  expect(setup.backend.live()).toBe(before + 2);
});

test("In fixed steps the first output is y0, even if that is not finite.", () => {
  const { outcome, outputs } = solve(setUp(rightHandSide(() => 0, { y0: Number.NaN })));
  expect(outcome).toMatchObject({ kind: "nonFiniteState", t: 0 });
  expect(outputs.map(valuesOf)).toEqual([[Number.NaN]]);
});

test("In fixed steps nothing is looked for where no scalar can be read.", () => {
  const setup = setUp(
    rightHandSide(() => Number.NaN),
    { readsScalars: false },
  );
  const { outcome, outputs } = solve(setup);
  expect(outcome.kind).toBe("success");
  expect(valuesOf(outputs[1])).toEqual([Number.NaN]);
});
