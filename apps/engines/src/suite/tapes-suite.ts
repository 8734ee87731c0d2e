import { solve, solveAsync } from "symplectic-adjoint";
import { describe, expect, test } from "vitest";
import type { EngineUnderTest } from "./engine-under-test.js";
import { expectedGradients } from "./problems/expected-gradients.js";
import { gradientsOnTapes } from "./problems/gradients-on-tapes.js";
import { network } from "./problems/network.js";
import { predators } from "./problems/predators.js";
import { prepareProblem } from "./problems/prepare-problem.js";
import { expectGradients } from "./support/expect-gradients.js";
import { stepRecorder } from "./support/step-recorder.js";
import { exactStrategies, strategies } from "./support/strategies.js";

const times = [0, 0.4, 1];
const rough = { method: "dopri5", rtol: 1e-4, atol: 1e-5 } as const;
const fixed = { method: "rk4", stepsPerInterval: 2 } as const;

/**
 * Solutions on the tapes of `tf.grads`, `tf.variableGrads` and `minimize` against float64: with fixed steps, which read
 * nothing, on every engine; with adaptive steps on engines with synchronous reads; and with awaited solutions.
 */
export function tapesSuite({
  tolerance,
  functionTolerance = tolerance,
  readsSynchronously,
}: EngineUnderTest): void {
  const whole = { relative: 10 * functionTolerance };

  describe.each(strategies)("On tapes $name", ({ integrate, adjoint }) => {
    test("has the gradients of float64 with fixed steps.", async () => {
      const problem = prepareProblem(network, times.length);
      const expected = expectedGradients(network, { adjoint }, times, fixed);
      const found = gradientsOnTapes(problem, (y0) => integrate(problem.f, y0, times, fixed));
      for (const gradients of found) await expectGradients(gradients, expected, whole);
    });

    test("is what solve does at once with fixed steps.", async () => {
      const { f, y0, pulledBack } = prepareProblem(predators, times.length);
      const solution = solve(f, y0, times, { ...fixed, adjoint: adjoint() });
      const expected = expectedGradients(predators, { adjoint }, times, fixed);
      await expectGradients(await pulledBack(solution), expected, whole);
      solution.dispose();
    });
  });

  describe.each(readsSynchronously ? exactStrategies : [])("On tapes $name", (strategy) => {
    test("chooses its steps, and has the gradients of float64 on these.", async () => {
      const problem = prepareProblem(predators, times.length);
      // The steps for the initial parameters: minimize, which is last, has not changed them yet.
      let steps = stepRecorder();
      const found = gradientsOnTapes(problem, (y0) => {
        steps = stepRecorder();
        return strategy.integrate(problem.f, y0, times, { ...rough, onStep: steps.onStep });
      });
      const options = { method: rough.method, grid: steps.gridTo(1) };
      const expected = expectedGradients(predators, strategy, times, options);
      for (const gradients of found) await expectGradients(gradients, expected, whole);
    });
  });

  describe.each(exactStrategies)("An awaited solution by $name", (strategy) => {
    test("joins tapes afterwards, with the gradients of float64 on its steps.", async () => {
      const problem = prepareProblem(predators, times.length);
      const { adjoint } = strategy;
      const { onStep, gridTo } = stepRecorder();
      const options = { ...rough, onStep, adjoint: adjoint() };
      const solution = await solveAsync(problem.f, problem.y0, times, options);
      const { evaluations } = solution.stats.forward;
      const grid = { method: rough.method, grid: gridTo(1) };
      const expected = expectedGradients(predators, strategy, times, grid);
      const found = gradientsOnTapes(problem, (y0) => solution.differentiable(y0));
      for (const gradients of found) await expectGradients(gradients, expected, whole);
      expect(solution.stats.forward.evaluations).toBe(evaluations);
      solution.dispose();
    });
  });
}
