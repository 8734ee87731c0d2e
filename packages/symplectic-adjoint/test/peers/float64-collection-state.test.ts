import { expect, test } from "vitest";
import { float64, solve } from "../../src/index.js";
import { adaptiveMethods } from "../support/method-names.js";
import { type PeerProblem, peerProblems } from "../support/peer-problems.js";

// After torchdiffeq's TestCollectionState: a state of two arrays is solved as one of a single array is.

test.each(adaptiveMethods)("Both arrays of a pair are the solution to 1e-12 with %s.", (method) => {
  type Pair = readonly [Float64Array, Float64Array];
  for (const reverse of [false, true]) {
    const [{ problem, times, exact }] = peerProblems({ reverse }) as [PeerProblem];
    const func = {
      evaluate(t: number, y: Pair, _p: unknown, dy: Pair): void {
        for (const i of [0, 1] as const) problem.evaluate(t, y[i], problem.parameters, dy[i]);
      },
    };
    const pair: Pair = [problem.y0, problem.y0];
    const { ys } = solve(func, pair, times, { backend: float64, method });
    for (const member of ys) {
      expect(member).toHaveLength(times.length);
      const error = Math.max(...member.map((y, i) => Math.abs(y - (exact[i] as number))));
      expect(error).toBeLessThan(1e-12);
    }
  }
});
