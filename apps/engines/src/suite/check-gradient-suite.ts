import * as tf from "@tensorflow/tfjs";
import { checkGradient, GradientMismatchError } from "symplectic-adjoint";
import { expect, test } from "vitest";
import type { EngineUnderTest } from "./engine-under-test.js";
import { network } from "./problems/network.js";
import { predators } from "./problems/predators.js";
import { prepareProblem } from "./problems/prepare-problem.js";
import type { TensorProblem } from "./problems/tensor-problem.js";
import { exactStrategies, type Strategy, strategies } from "./support/strategies.js";

const times = [0, 0.4, 1];
const few = { method: "bosh3", rtol: 1e-3, atol: 1e-4, directions: 1 } as const;

/** Gradients against finite differences of replays, with `checkGradient`. */
export function checkGradientSuite(_engine: EngineUnderTest): void {
  const agrees = async (problem: TensorProblem, { adjoint, exact }: Strategy) => {
    const { f, y0, variables } = prepareProblem(problem, times.length);
    const buffers = variables.map(({ dataId }) => dataId);
    const before = tf.memory().numTensors;
    const report = await checkGradient(f, y0, times, {
      ...{ ...few, adjoint: adjoint(), parameters: variables },
      // The continuous adjoint is inaccurate with such large steps.
      ...(exact ? {} : { gradientTolerance: 0.5 }),
    });
    expect(tf.memory().numTensors).toBe(before);
    expect(variables.map(({ dataId }) => dataId)).toEqual(buffers);
    expect(report.comparisons).toHaveLength(y0.length + variables.length);
    for (const { verdict } of report.comparisons) expect(verdict).toBe("agrees");
  };

  test.each(strategies)(
    "checkGradient of $name agrees, and leaves variables where they were.",
    (strategy) => agrees(network, strategy),
  );

  test("checkGradient agrees for a state of several arrays.", () =>
    agrees(predators, exactStrategies[0] as Strategy));

  test("checkGradient names the variable whose gradient is doubled.", async () => {
    const { y0, variables } = prepareProblem(network, times.length);
    const [first, ...others] = variables as [tf.Variable, ...Array<tf.Variable>];
    const doubled = tf.customGrad((x) => ({
      value: tf.mul(x as tf.Tensor, 1),
      gradFunc: (dy: tf.Tensor) => tf.mul(dy, 2),
    }));
    const f = (t: number, y: Array<tf.Tensor>) =>
      network.withParameters([doubled(first), ...others])(t, y);
    const error: unknown = await checkGradient(f, y0, times, {
      ...few,
      parameters: variables,
    }).catch((reason: unknown) => reason);
    expect(error).toBeInstanceOf(GradientMismatchError);
    const { argument, report } = error as GradientMismatchError;
    expect(argument).toContain(`parameters[0] (named "${first.name}")`);
    const wrong = report.comparisons.filter(({ verdict }) => verdict === "differs");
    expect(wrong).toHaveLength(1);
    expect((wrong[0]?.gradient ?? 0) / (wrong[0]?.difference ?? 0)).toBeCloseTo(2, 1);
  });
}
