import { expect, test } from "vitest";
import { rightHandSide } from "../../test/support/right-hand-side.js";
import { setUp, solve } from "../../test/support/setup.js";

test("A blow-up between outputs is dated to the step that blew up, in either direction.", () => {
  for (const direction of [1, -1]) {
    for (const maxStep of [4, 10, 33]) {
      const f = rightHandSide((t) => (direction * t > 1.3 ? Number.NaN : 1), { t1: direction * 4 });
      const stops = Array.from(
        { length: 4 * maxStep - 1 },
        (_, k) => (direction * (k + 1)) / maxStep,
      );
      const setup = setUp(f, { times: [0, direction, direction * 4], stepT: stops });
      const before = setup.backend.live();
      const { outcome, outputs, steps } = solve(setup);
      // The steps by hand: the first that looks at t > 1.3, by any of its stages at c = 0, 1/2, 1 (just before the end).
      const bad = steps.find(({ end }) => direction * end > 1.3);
      expect(outcome).toMatchObject({ kind: "nonFiniteState", t: bad?.end, step: bad?.h });
      expect(Math.abs(outcome.t - direction * 1.3)).toBeLessThanOrEqual(0.25);
      expect(outputs).toHaveLength(2);
      expect(setup.backend.live()).toBe(before + 2);
    }
  }
});

test("In the first interval, and in its first step, too.", () => {
  const late = setUp(rightHandSide((t) => (t > 0.6 ? Number.NaN : 1)));
  expect(solve(late).outcome).toMatchObject({ kind: "nonFiniteState", t: 0.75, step: 0.25 });
  const early = setUp(rightHandSide(() => Number.NaN));
  expect(solve(early).outcome).toMatchObject({ kind: "nonFiniteState", t: 0.25, step: 0.25 });
});

test("Looking for it costs fewer evaluations than the interval did, and they are counted.", () => {
  const setup = setUp(rightHandSide((t) => (t > 0.9 ? Number.NaN : 1)));
  const { pass, steps } = solve(setup);
  expect(steps).toHaveLength(4);
  expect(pass.evaluations).toBe(setup.evaluatedAt.length);
  expect(pass.evaluations).toBeGreaterThan(4 * 4);
  expect(pass.evaluations).toBeLessThan(2 * 4 * 4);
});

test("What f throws on the second way leaves nothing behind.", () => {
  let calls = 0;
  const setup = setUp(
    rightHandSide((t) => {
      if (++calls > 16) throw new RangeError("not again");
      return t > 0.9 ? Number.NaN : 1;
    }),
  );
  const before = setup.backend.live();
  expect(() => solve(setup)).toThrow("not again");
  expect(setup.backend.live()).toBe(before);
});
