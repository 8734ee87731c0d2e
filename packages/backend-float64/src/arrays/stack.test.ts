import type { State } from "@symplectic-adjoint/core";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { stack, unstack } from "./stack.js";

describe("stack and unstack", () => {
  test("are inverse to each other.", () => {
    const states = fc.array(fc.nat({ max: 4 }), { minLength: 1, maxLength: 3 }).chain((lengths) =>
      fc.array(fc.tuple(...lengths.map((n) => fc.float64Array({ minLength: n, maxLength: n }))), {
        minLength: 1,
        maxLength: 5,
      }),
    );
    fc.assert(
      fc.property(states, (rows) => {
        const stacked = stack(rows);
        expect(unstack(stacked, rows.length)).toEqual(rows);
        expect(stack(unstack(stacked, rows.length))).toEqual(stacked);
      }),
      { seed: 42 },
    );
  });

  test("concatenate the rows of each leaf.", () => {
    const rows = [
      [Float64Array.of(1, 2), Float64Array.of(3)],
      [Float64Array.of(4, 5), Float64Array.of(6)],
    ];
    expect(stack(rows)).toEqual([Float64Array.of(1, 2, 4, 5), Float64Array.of(3, 6)]);
    expect(stack([])).toEqual([]);
  });

  test("copy: writing to a result does not affect the source.", () => {
    const rows = [[Float64Array.of(1)], [Float64Array.of(2)]];
    const stacked = stack(rows);
    stacked[0]?.fill(9);
    expect(rows).toEqual([[Float64Array.of(1)], [Float64Array.of(2)]]);
    const [first] = unstack(stacked, 2) as ReadonlyArray<State<Float64Array>>;
    first?.[0]?.fill(7);
    expect(stacked).toEqual([Float64Array.of(9, 9)]);
  });
});
