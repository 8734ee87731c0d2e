import type * as tf from "@tensorflow/tfjs";
import { describe, expect, it } from "vitest";
import { type MethodName, odeint, odeintAdjoint } from "../../src/index.js";
import { numbersOf } from "../support/tfjs/expect-close.js";
import { adaptiveMethods, fixedMethods } from "../support/tfjs/methods.js";
import { onEachEngine } from "../support/tfjs/on-each-engine.js";
import { strategies } from "../support/tfjs/strategies.js";
import { type TensorProblem, tensorProblems } from "../support/tfjs/tensor-problems.js";

// After torchdiffeq's TestSolverError and TestNoIntegration in float32. Its tolerances are far below what float32
// resolves, which costs steps and gains nothing; these are near it. fehlberg2, whose estimate is small, keeps its own.

const tolerances: Readonly<Record<(typeof adaptiveMethods)[number], number>> = {
  dopri8: 1e-6,
  dopri5: 1e-6,
  bosh3: 1e-5,
  fehlberg2: 1e-7,
  adaptiveHeun: 1e-4,
};

/** What torchdiffeq's tests allow. */
function allowed(method: MethodName, name: TensorProblem["name"]): number {
  if (method === "adaptiveHeun" || method === "bosh3") return 4e-3;
  if (name === "linear") return 2e-3;
  return name === "exp" ? 5e-2 : 3e-4;
}

/** The largest relative error of an element. */
function relativeError(ys: tf.Tensor, { exact }: TensorProblem): number {
  const found = numbersOf(ys);
  return Math.max(...exact.map((value, i) => Math.abs((found[i] as number) / value - 1)));
}

onEachEngine("In float32", () => {
  describe.each([
    ["forward", false],
    ["backward", true],
  ])("with time running %s", (_, reverse) => {
    describe.each(tensorProblems(reverse))(
      "$name is solved as well as the peer demands",
      (peer) => {
        it.each(adaptiveMethods)("by %s", (method) => {
          const rtol = tolerances[method];
          const ys = odeint(peer.f, peer.y0(), peer.times, { method, rtol, atol: rtol / 100 });
          expect(ys.shape).toEqual([10, peer.problem.y0.length, 1]);
          expect(relativeError(ys, peer)).toBeLessThan(allowed(method, peer.name));
        });

        it("with a continuous adjoint in place", () => {
          const ys = odeintAdjoint(peer.f, peer.y0(), peer.times, { rtol: 1e-6, atol: 1e-8 });
          expect(relativeError(ys, peer)).toBeLessThan(peer.name === "linear" ? 2e-3 : 1e-4);
        });
      },
    );

    it.each(fixedMethods)("%s solves the constant problem with a step an interval", (method) => {
      const [peer] = tensorProblems(reverse) as [TensorProblem];
      const ys = odeint(peer.f, peer.y0(), peer.times, { method });
      expect(relativeError(ys, peer)).toBeLessThan(3e-4);
    });
  });

  it.each([...adaptiveMethods, ...fixedMethods])("at one time %s returns y0 exactly", (method) => {
    for (const { f, y0 } of tensorProblems(false)) {
      for (const { integrate } of strategies) {
        const start = y0();
        const ys = integrate(f, start, [1], { method });
        expect(ys.shape).toEqual([1, ...start.shape]);
        expect(Array.from(numbersOf(ys))).toEqual(Array.from(numbersOf(start)));
      }
    }
  });
});
