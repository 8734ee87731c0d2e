import type * as tf from "@tensorflow/tfjs";
import { solveAsync } from "symplectic-adjoint";
import { describe, expect, test } from "vitest";
import type { EngineUnderTest } from "./engine-under-test.js";
import { expectedGradients } from "./problems/expected-gradients.js";
import { network } from "./problems/network.js";
import { predators } from "./problems/predators.js";
import { prepareProblem } from "./problems/prepare-problem.js";
import type { TensorProblem } from "./problems/tensor-problem.js";
import { expectClose } from "./support/expect-close.js";
import { expectGradients, type Found } from "./support/expect-gradients.js";
import { methods } from "./support/methods.js";
import { stepRecorder } from "./support/step-recorder.js";
import { exactStrategies, type Strategy, strategies } from "./support/strategies.js";

const times = [0, 0.4, 1];
const farTimes = [0, 1, 2];
/** Loose tolerances, so that few steps suffice. */
const rough = { rtol: 1e-3, atol: 1e-4 };

/** A first step that is rejected. */
const FAR_TOO_LONG = 2;
/** Methods of high, medium and low order. */
const adaptive = ["dopri8", "dopri5", "fehlberg2"] as const;

/** Awaited solutions and their pullbacks against float64: on every engine, with synchronous or asynchronous reads. */
export function awaitedGradientsSuite({
  tolerance,
  functionTolerance = tolerance,
}: EngineUnderTest): void {
  // A solution consists of some dozens of operations, whose rounding errors add up like the square root of their
  // number.
  const whole = { relative: 10 * functionTolerance };

  describe.each(strategies)("An awaited solution by $name", ({ adjoint }) => {
    test.each(methods)(
      "has the values and gradients of float64 with fixed steps of %s.",
      async (method) => {
        const options = { method, stepsPerInterval: 2 };
        const { f, y0, pulledBack } = prepareProblem(network, times.length);
        const solution = await solveAsync(f, y0, times, { ...options, adjoint: adjoint() });
        await expectGradients(
          await pulledBack(solution),
          expectedGradients(network, { adjoint }, times, options),
          whole,
        );
        solution.dispose();
      },
    );
  });

  describe.each(exactStrategies)("An awaited solution by $name", (strategy) => {
    test.each(adaptive)(
      "has the gradients of float64 on the steps that %s took.",
      async (method) => {
        const { found, grid } = await adaptiveGradients(predators, strategy, method);
        await expectGradients(
          found,
          expectedGradients(predators, strategy, farTimes, { method, grid }),
          whole,
        );
      },
    );
  });

  test("A continuous adjoint that chooses its steps has the gradient of the equation, to their tolerance.", async () => {
    const continuous = strategies.find(({ exact }) => !exact) as Strategy;
    const { found } = await adaptiveGradients(predators, continuous, "dopri5");
    const tight = { method: "dopri5", rtol: 1e-10, atol: 1e-11 } as const;
    const expected = expectedGradients(predators, continuous, farTimes, tight);
    // Half a dozen steps forward and backward, each within the tolerance; their errors grow with the prey, up to
    // sevenfold.
    await expectGradients(found, expected, { relative: 10 * rough.rtol });
  });

  test.each([network, predators])(
    "On the same steps the four exact strategies have one gradient, to rounding: $name",
    async (problem) => {
      const { f, y0, pulledBack } = prepareProblem(problem, times.length);
      let reference: ReadonlyArray<tf.Tensor> | undefined;
      for (const { adjoint, name } of exactStrategies) {
        const options = { method: "dopri5", stepsPerInterval: 2, adjoint: adjoint() } as const;
        const solution = await solveAsync(f, y0, times, options);
        const { y0: fromY0, parameters } = await pulledBack(solution);
        const gradients = [...fromY0, ...parameters];
        reference ??= gradients;
        for (const [i, gradient] of gradients.entries()) {
          await expectClose(
            gradient,
            reference[i] as tf.Tensor,
            { relative: functionTolerance },
            name,
          );
        }
        solution.dispose();
      }
    },
  );
}

/** Gradients with steps chosen by the error, and the times of these steps. At least one step must have been rejected. */
async function adaptiveGradients(
  problem: TensorProblem,
  { adjoint }: Strategy,
  method: (typeof adaptive)[number],
): Promise<{ readonly found: Found; readonly grid: Array<number> }> {
  const { f, y0, pulledBack } = prepareProblem(problem, farTimes.length);
  const steps = stepRecorder();
  const solution = await solveAsync(f, y0, farTimes, {
    ...{ ...rough, method, firstStep: FAR_TOO_LONG, adjoint: adjoint() },
    onStep: steps.onStep,
  });
  expect(steps.rejected).toBeGreaterThan(0);
  const { ys, ...gradients } = await pulledBack(solution);
  const found = { ys: ys.map((leaf) => leaf.clone()), ...gradients };
  solution.dispose();
  return { found, grid: steps.gridTo(2) };
}
