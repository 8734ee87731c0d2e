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
