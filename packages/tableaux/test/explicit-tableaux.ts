import type { ButcherTableau } from "@symplectic-adjoint/core";
import fc from "fast-check";
import { butcherTableau } from "../src/index.js";

const inEighths = (eighths: number) => `${eighths}/8`;

/** Explicit tableaux of one to six stages, each weight zero in about two of five, any stage possibly unused. */
export const explicitTableaux: fc.Arbitrary<ButcherTableau> = fc
  .integer({ min: 1, max: 6 })
  .chain((stages) =>
    fc.tuple(
      fc.tuple(...Array.from({ length: stages }, (_, i) => eighthsRow(i))),
      fc.array(
        fc.oneof(
          { weight: 2, arbitrary: fc.constant(0) },
          { weight: 3, arbitrary: fc.integer({ min: -4, max: 4 }) },
        ),
        { minLength: stages, maxLength: stages },
      ),
    ),
  )
  .map(([rows, parts]) => {
    const sum = parts.reduce((x, y) => x + y, 0);
    // Scaled to a sum of 1; where the parts cancel, one more in the last of them does it.
    const weights = sum === 0 ? [...parts.slice(0, -1), (parts.at(-1) as number) + 1] : parts;
    const scale = sum === 0 ? 1 : sum;
    return butcherTableau({
      name: "random",
      order: 1,
      c: rows.map((row) => inEighths(row.reduce((x, y) => x + y, 0))),
      a: rows.map((row) => row.map(inEighths)),
      b: weights.map((part) => `${part * Math.sign(scale)}/${Math.abs(scale)}`),
    });
  });

function eighthsRow(length: number): fc.Arbitrary<Array<number>> {
  const eighths = fc.oneof(fc.constant(0), fc.integer({ min: -12, max: 12 }));
  return fc.array(eighths, { minLength: length, maxLength: length });
}
