import { type ButcherTableau, nextAfter } from "@symplectic-adjoint/core";
import {
  arbitraryTableau,
  scalarOperations,
  smallTableaux,
  toButcherTableau,
} from "@symplectic-adjoint/testing";
import fc from "fast-check";
import { expect, test } from "vitest";
import { takeStages } from "./take-stages.js";

const f = (t: number, y: number) => Math.cos(3 * t) - 0.5 * y * y;

/** The formulas as they stand in the textbook. */
function byTheBook({ a, b, c }: ButcherTableau, t: number, h: number, y: number) {
  const k: Array<number> = [];
  const sum = (weights: ReadonlyArray<number>) =>
    weights.reduce((total, weight, j) => total + weight * (k[j] as number), 0);
  c.forEach((node, i) => {
    k.push(f(t + node * h, y + h * sum(a[i] ?? [])));
  });
  return { k, next: y + h * sum(b) };
}

const cases = fc.record({
  plain: arbitraryTableau(),
  t: fc.double({ min: -2, max: 2, noNaN: true }),
  h: fc.constantFrom(0.125, -0.125, 0.3, -0.3),
  y: fc.double({ min: -1, max: 1, noNaN: true }),
});

test("All stages and the result are those of the textbook's formulas, in both directions.", () => {
  fc.assert(
    fc.property(cases, ({ plain, t, h, y }) => {
      const tableau = toButcherTableau(plain);
      const { operations } = scalarOperations(f);
      const taken = takeStages(operations, tableau, { t, h, end: t + h }, y, f(t, y), true);
      const expected = byTheBook(tableau, t, h, y);
      expect(taken.k).toHaveLength(tableau.stages);
      taken.k.forEach((k, i) => {
        expect(k).toBeCloseTo(expected.k[i] as number, 13);
      });
      expect(taken.next).toBeCloseTo(expected.next, 13);
    }),
    { seed: 42 },
  );
});

test("Without need of every stage those that the result depends on are evaluated, and it is bitwise the same.", () => {
  fc.assert(
    fc.property(cases, ({ plain, t, h, y }) => {
      const tableau = toButcherTableau(plain);
      const span = { t, h, end: t + h };
      const every = takeStages(scalarOperations(f).operations, tableau, span, y, f(t, y), true);
      const { operations, evaluations } = scalarOperations(f);
      const some = takeStages(operations, tableau, span, y, f(t, y), false);
      expect(some.next).toBe(every.next);
      expect(evaluations).toHaveLength(tableau.activeStages.filter((i) => i > 0).length);
      for (const i of tableau.activeStages) expect(some.k[i]).toBe(every.k[i]);
    }),
    { seed: 42 },
  );
});

test("k_1 is taken as it is given.", () => {
  const { operations, evaluations } = scalarOperations(f);
  const { k } = takeStages(operations, smallTableaux.rk4, { t: 0, h: 1, end: 1 }, 0, 7, true);
  expect(k[0]).toBe(7);
  expect(evaluations.map(({ y }) => y)[0]).toBe(3.5);
});

test("A stage at c = 1 is evaluated just before the end that was required, not at t + h.", () => {
  for (const [t, h, end] of [
    [0.1, 0.2, 0.3],
    [-0.1, -0.2, -0.3],
  ] as const) {
    const { operations, evaluations } = scalarOperations(f);
    takeStages(operations, smallTableaux.dopri5, { t, h, end }, 1, 0, true);
    const before = nextAfter(end, h > 0 ? -1 : 1);
    expect(evaluations.map((evaluation) => evaluation.t).slice(4)).toEqual([before, before]);
  }
});

test("The result of an FSAL method is the state of its last stage.", () => {
  const { operations, evaluations } = scalarOperations(f);
  const span = { t: 0, h: 0.5, end: 0.5 };
  const { next } = takeStages(operations, smallTableaux.bosh3, span, 1, f(0, 1), true);
  expect(evaluations.at(-1)?.y).toBe(next);
});

test.each([true, false])(
  "It keeps the states of the active stages after the first, at which f was evaluated (every stage: %s).",
  (everyStage) => {
    let stages = 0;
    fc.assert(
      fc.property(cases, ({ plain, t, h, y }) => {
        const tableau = toButcherTableau(plain);
        const { operations, evaluations } = scalarOperations(f);
        const kept: Array<number> = [];
        const span = { t, h, end: t + h };
        const { next } = takeStages(operations, tableau, span, y, f(t, y), everyStage, kept);
        const taken = everyStage
          ? tableau.c.map((_, i) => i).slice(1)
          : tableau.activeStages.filter((i) => i > 0);
        expect(evaluations).toHaveLength(taken.length);
        const active = tableau.activeStages.slice(1);
        expect(kept).toEqual(active.map((i) => evaluations[taken.indexOf(i)]?.y));
        const plainly = scalarOperations(f).operations;
        expect(takeStages(plainly, tableau, span, y, f(t, y), everyStage).next).toBe(next);
        stages += active.length;
      }),
      { seed: 42 },
    );
    expect(stages).toBeGreaterThan(100);
  },
);
