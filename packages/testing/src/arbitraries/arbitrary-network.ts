import fc from "fast-check";
import { tanhNetwork } from "../problems/tanh-network.js";
import type { TestProblem } from "../problems/test-problem.js";

/**
 * Random small tanh networks as problems on [0, 1]: one to three layers, dimensions 1 to 4, some dependent on time, with
 * vjp, jvp and time derivative. Parameters and y0 are multiples of 1/8 in [−1.5, 1.5].
 *
 * @example
 * fc.assert(fc.property(arbitraryNetwork(), (problem) => problem.y0.length <= 4), { seed: 42 });
 */
export function arbitraryNetwork(): fc.Arbitrary<TestProblem> {
  const dimension = fc.integer({ min: 1, max: 4 });
  return fc
    .record({
      dimension,
      hidden: fc.array(dimension, { maxLength: 2 }),
      timeDependent: fc.boolean(),
    })
    .chain(({ dimension: n, hidden, timeDependent }) => {
      const sizes = [n, ...hidden, n];
      const count = tanhNetwork({ sizes, timeDependent }).parameters.length;
      return fc
        .record({ y0: eighths(n), parameters: eighths(count) })
        .map((data) => tanhNetwork({ sizes, timeDependent, ...data }));
    });
}

function eighths(length: number): fc.Arbitrary<Array<number>> {
  const entry = fc.integer({ min: -12, max: 12 }).map((k) => (k === 0 ? 0 : k / 8));
  return fc.array(entry, { minLength: length, maxLength: length });
}
