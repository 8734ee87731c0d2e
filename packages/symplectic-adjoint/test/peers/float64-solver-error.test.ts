import { describe, expect, test } from "vitest";
import { continuousAdjoint, type MethodName } from "../../src/index.js";
import { solveProblem } from "../support/differentiate.js";
import { adaptiveMethods, fixedMethods } from "../support/method-names.js";
import { type PeerProblem, peerProblems } from "../support/peer-problems.js";

// After torchdiffeq's TestSolverError: the error of the solution at ten times, for every method, in either direction.

/** The largest relative error of a component. */
function relativeError(ys: Float64Array, exact: Float64Array): number {
  return Math.max(...ys.map((y, i) => Math.abs(y / (exact[i] as number) - 1)));
}

/** What torchdiffeq's tests allow. */
function allowed(method: MethodName, { name }: PeerProblem): number {
  if (method === "adaptiveHeun" || method === "bosh3") return 4e-3;
  if (name === "linear") return 2e-3;
  return name === "exp" ? 5e-2 : 3e-4;
}

describe.each([
  ["forward", false],
  ["backward", true],
])("In time %s", (_, reverse) => {
  const problems = peerProblems({ reverse });

  describe.each(problems)("$name is solved as well as the peer demands", (peer) => {
    const methods =
      peer.name === "constant" ? [...adaptiveMethods, ...fixedMethods] : adaptiveMethods;

    test.each(methods)("by %s.", (method) => {
      const tight = method === "dopri8" ? { rtol: 1e-12, atol: 1e-14 } : {};
      const { ys, t } = solveProblem(peer.problem, peer.times, { method, ...tight });
      expect(t).toEqual(peer.times);
      expect(relativeError(ys, peer.exact)).toBeLessThan(allowed(method, peer));
    });

    test("with a continuous adjoint in place.", () => {
      const { ys } = solveProblem(peer.problem, peer.times, { adjoint: continuousAdjoint() });
      expect(relativeError(ys, peer.exact)).toBeLessThan(peer.name === "linear" ? 2e-3 : 1e-4);
    });
  });

  test.each(fixedMethods)("%s with short steps solves what a coarse one does not.", (method) => {
    for (const peer of problems.filter(({ name }) => name === "exp" || name === "linear")) {
      const options = { method, stepSize: 0.002 };
      const { ys } = solveProblem(peer.problem, peer.times, options);
      expect(relativeError(ys, peer.exact)).toBeLessThan(method === "euler" ? 1e-2 : 1e-4);
    }
  });
});
