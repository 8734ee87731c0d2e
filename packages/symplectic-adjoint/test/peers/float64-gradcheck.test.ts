import { gradcheck, type TestProblem } from "@symplectic-adjoint/testing";
import { describe, expect, test } from "vitest";
import { float64, solve } from "../../src/index.js";
import { allAdjoints } from "../support/all-adjoints.js";
import { differentiate, type Float64Options, solveProblem } from "../support/differentiate.js";
import { exactAdjoints } from "../support/exact-adjoints.js";
import { methodNames } from "../support/method-names.js";
import { type PeerProblem, peerProblems } from "../support/peer-problems.js";

// After torchdiffeq's TestGradient and TestCollectionState: gradients for y0 and for the parameters against central
// differences, with the defaults of torch.autograd.gradcheck. Gradients for t are not part of this version.

/** The problems of these names, in both directions of time. */
function peers(name: PeerProblem["name"]): ReadonlyArray<PeerProblem> {
  const all = [false, true].flatMap((reverse) => peerProblems({ reverse }));
  return all.filter((peer) => peer.name === name);
}

/** Checks the gradient of Σ cos(i)·ys_i for y0 and for the parameters. */
function check(problem: TestProblem, times: ReadonlyArray<number>, options: Float64Options): void {
  const weights = (length: number) => Float64Array.from({ length }, (_, i) => Math.cos(i));
  const loss = (changed: Partial<TestProblem>) => {
    const { ys } = solveProblem({ ...problem, ...changed }, times, {
      ...options,
      differentiate: false,
    });
    const along = weights(ys.length);
    return ys.reduce((sum, y, i) => sum + y * (along[i] as number), 0);
  };
  const cotangents = weights(times.length * problem.y0.length);
  const { y0, parameters } = differentiate(problem, times, cotangents, options);
  expect(gradcheck((moved) => loss({ y0: moved }), problem.y0, y0)).toEqual([]);
  expect(gradcheck((moved) => loss({ parameters: moved }), problem.parameters, parameters)).toEqual(
    [],
  );
}

describe.each(allAdjoints)("By central differences, with %s", (_, adjoint) => {
  test.each(methodNames)("the gradient of %s is correct.", (method) => {
    for (const { problem, times } of peers("constant")) check(problem, times, { method, adjoint });
  });

  test("the gradient of a system of ten equations and a hundred parameters is correct.", () => {
    for (const { problem, times } of peers("linear"))
      check(problem, times.slice(0, 3), { rtol: 1e-9, atol: 1e-9, adjoint });
  });

  test("the gradients of a pair of states are correct, for each output separately.", () => {
    const [{ problem, times }] = peers("constant") as [PeerProblem];
    type Pair = readonly [Float64Array, Float64Array];
    const twice = {
      parameters: problem.parameters,
      evaluate(t: number, [a, b]: Pair, p: Float64Array, [da, db]: Pair): void {
        problem.evaluate(t, a, p, da);
        problem.evaluate(t, b, p, db);
      },
      vjp(
        t: number,
        [a, b]: Pair,
        p: Float64Array,
        [ga, gb]: Pair,
        [aBar, bBar]: Pair,
        pBar: Float64Array,
      ): void {
        problem.vjp(t, a, p, ga, aBar, pBar);
        problem.vjp(t, b, p, gb, bBar, pBar);
      },
    };
    const run = (a: Float64Array, b: Float64Array) =>
      solve(twice, [a, b] as Pair, times, { backend: float64, adjoint });
    const start = problem.y0;
    const { pullback } = run(start, start);
    const zero = new Float64Array(times.length);
    const ones = zero.map(() => 1);
    const sum = (values: Float64Array) => values.reduce((total, value) => total + value, 0);
    const first = pullback([ones, zero] as Pair);
    const second = pullback([zero, ones] as Pair);
    expect(gradcheck((y) => sum(run(y, start).ys[0]), start, first.y0[0])).toEqual([]);
    expect(gradcheck((y) => sum(run(start, y).ys[1]), start, second.y0[1])).toEqual([]);
    expect(first.y0[1]).toEqual(Float64Array.of(0));
    expect(second.y0[0]).toEqual(Float64Array.of(0));
  });
});

describe.each(exactAdjoints)("By central differences, with %s", (_, adjoint) => {
  // Also where steps are so long that the solution is wrong: it is the discrete one that is differentiated.
  test.each(methodNames)("the gradient of two long steps of %s is correct.", (method) => {
    for (const { problem, times } of peers("linear")) {
      const few = [0, 3, 6].map((i) => times[i] as number);
      check(problem, few, { method, stepsPerInterval: 1, adjoint });
    }
  });
});
