import { nextAfter, type Step, type StepOutput } from "@symplectic-adjoint/core";
import fc from "fast-check";
import { expect, test } from "vitest";
import { StepList } from "./step-list.js";

const time = fc.double({ min: -2, max: 2, noNaN: true });

/** Steps as the loop makes them, and some that it never makes. */
const arbitrarySteps: fc.Arbitrary<ReadonlyArray<Step>> = fc
  .array(
    fc.record({
      end: time,
      first: fc.constantFrom("at", "before", "after", "elsewhere"),
      isOdd: fc.boolean(),
      reusesLastStage: fc.boolean(),
      output: fc.option(fc.nat({ max: 5 })),
      theta: fc.constantFrom<StepOutput["theta"]>(1, 0.5, [0.25, 0.5]),
      isCut: fc.boolean(),
    }),
    { maxLength: 30 },
  )
  .map((list) => {
    let t = -0;
    return list.map(({ end, first, isOdd, reusesLastStage, output, theta, isCut }) => {
      const step: Step = {
        t: isOdd ? t + 1 : t,
        h: end - t,
        end,
        firstStageTime: {
          at: t,
          before: nextAfter(t, -1),
          after: nextAfter(t, 1),
          elsewhere: t + 0.5,
        }[first],
        reusesLastStage,
        outputs: output === null ? [] : [{ index: output, theta }],
        ...(isCut && { cut: { theta: 0.5, t: t + 0.5, found: 3, ends: false, outputs: [2] } }),
      };
      t = isCut ? t + 0.5 : end;
      return step;
    });
  });

test("A long list has the steps that were pushed, to the bit, as an array has them.", () => {
  fc.assert(
    fc.property(arbitrarySteps, fc.nat({ max: 8 }), (steps, most) => {
      const list = new StepList(most);
      for (const [n, step] of steps.entries()) {
        expect(list.length).toBe(n);
        list.push(step);
      }
      for (const [n, { h }] of steps.entries()) expect(list.lengthOf(n)).toBe(h);
      const found = list.list();
      expect(found).toHaveLength(steps.length);
      expect(Array.isArray(found)).toBe(true);
      for (let n = 0; n < steps.length; n++) expect(found[n]).toStrictEqual(steps[n]);
      expect([...found]).toStrictEqual([...steps]);
      expect(found.map(({ h }) => h)).toStrictEqual(steps.map(({ h }) => h));
      expect(found.slice(2, 5)).toStrictEqual(steps.slice(2, 5));
      expect(found.findIndex(({ end }) => end > 0)).toBe(steps.findIndex(({ end }) => end > 0));
      expect(found.at(-1)).toStrictEqual(steps.at(-1));
      expect(found[steps.length]).toBeUndefined();
      const seen: Array<Step> = [];
      found.forEach((step) => void seen.push(step));
      expect(seen).toStrictEqual([...steps]);
    }),
    { seed: 11, numRuns: 300 },
  );
});

test("A list that grows past its first room keeps what it has.", () => {
  const list = new StepList(0);
  for (let n = 0; n < 5000; n++)
    list.push({
      t: n,
      h: 1,
      end: n + 1,
      firstStageTime: n,
      reusesLastStage: false,
      outputs: n % 1000 === 0 ? [{ index: n, theta: 1 }] : [],
    });
  const found = list.list();
  expect(found.filter(({ outputs }) => outputs.length > 0).map(({ t }) => t)).toEqual([
    0, 1000, 2000, 3000, 4000,
  ]);
  expect(found.every(({ t, end }, n) => t === n && end === n + 1)).toBe(true);
});
