import fc from "fast-check";
import type { PlainTableau } from "../tableaux/plain-tableau.js";

/**
 * Random explicit tableaux, consistent bitwise: Σ b_i = 1 and c_i = Σ_j a_ij, all multiples of 1/16. Among them are
 * b_i = 0, last rows that make the method FSAL, inactive trailing stages, and embedded weights.
 *
 * @example
 * fc.assert(fc.property(arbitraryTableau(), (plain) => toButcherTableau(plain).stages > 0), { seed: 42 });
 */
export function arbitraryTableau({
  minStages = 1,
  maxStages = 6,
}: {
  readonly minStages?: number;
  readonly maxStages?: number;
} = {}): fc.Arbitrary<PlainTableau> {
  return fc.integer({ min: minStages, max: maxStages }).chain((stages) =>
    fc
      .record({
        a: fc.tuple(...Array.from({ length: stages }, (_, i) => sixteenths(i))),
        b: sixteenths(stages),
        kind: fc.constantFrom("plain", "plain", "fsal", "unused"),
        bHat: fc.option(sixteenths(stages), { nil: undefined }),
      })
      .map(({ a, b, kind, bHat }) => {
        const trailing = stages > 1 && kind !== "plain";
        const weights = consistent(b, trailing ? stages - 1 : stages);
        const rows = kind === "fsal" && stages > 1 ? [...a.slice(0, -1), weights.slice(0, -1)] : a;
        return {
          a: rows,
          b: weights,
          c: rows.map((row) => row.reduce((sum, value) => sum + value, 0)),
          bHat: bHat && consistent(bHat, stages),
        };
      }),
  );
}

/** Multiples of 1/16 in [−1, 1], zero more often than not by chance. */
function sixteenths(length: number): fc.Arbitrary<Array<number>> {
  const entry = fc.oneof(
    { weight: 3, arbitrary: fc.integer({ min: -16, max: 16 }).map((k) => (k === 0 ? 0 : k / 16)) },
    { weight: 1, arbitrary: fc.constant(0) },
  );
  return fc.array(entry, { minLength: length, maxLength: length });
}

/** The weights with the one at `used − 1` changed so that their sum is 1, and those from `used` on zero. */
function consistent(weights: ReadonlyArray<number>, used: number): Array<number> {
  const kept = weights.slice(0, used - 1);
  const rest = 1 - kept.reduce((sum, value) => sum + value, 0);
  return [...kept, rest, ...weights.slice(used).map(() => 0)];
}
