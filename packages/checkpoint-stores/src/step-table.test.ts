import fc from "fast-check";
import { expect, test } from "vitest";
import { StepTable } from "./step-table.js";

test("A table is a map whose steps are in ascending order.", () => {
  const calls = fc.array(
    fc.record({
      call: fc.constantFrom("set", "set", "delete", "clear"),
      step: fc.nat({ max: 15 }),
    }),
    { maxLength: 80 },
  );
  fc.assert(
    fc.property(calls, (sequence) => {
      const table = new StepTable<string>();
      const model = new Map<number, string>();
      sequence.forEach(({ call, step }, i) => {
        const before = model.get(step);
        if (call === "set") {
          expect(table.set(step, `${i}`)).toBe(before);
          model.set(step, `${i}`);
        } else if (call === "delete") {
          expect(table.delete(step)).toBe(before);
          model.delete(step);
        } else if (step === 0) {
          table.clear();
          model.clear();
        }
        expect(table.steps).toEqual([...model.keys()].sort((a, b) => a - b));
        for (let n = 0; n < 16; n++) expect(table.get(n)).toBe(model.get(n));
      });
    }),
    { seed: 3, numRuns: 200 },
  );
});

test("A long table is one, too.", () => {
  const table = new StepTable<number>();
  const many = 40_000;
  for (let step = 0; step < many; step++) table.set(2 * step, step);
  expect(table.steps).toHaveLength(many);
  table.set(20_001, -1);
  expect([table.get(20_000), table.get(20_001), table.get(20_002)]).toEqual([10_000, -1, 10_001]);
  expect(table.steps.slice(9_999, 10_003)).toEqual([19_998, 20_000, 20_001, 20_002]);
  expect(table.delete(20_001)).toBe(-1);
  expect(table.delete(0)).toBe(0);
  expect(table.set(4, 7)).toBe(2);
  for (let step = many - 1; step > 0; step--)
    expect(table.delete(2 * step)).toBe(step === 2 ? 7 : step);
  expect(table.steps).toEqual([]);
  expect(table.size).toBe(0);
});
