import * as tf from "@tensorflow/tfjs";
import { expect, it } from "vitest";
import { IntegrationError, odeint, odeintAsync, solve } from "../../src/index.js";
import { onEachEngine } from "../support/tfjs/on-each-engine.js";

/** The van der Pol oscillator in its slow phase: the fast rate is about 3 μ. */
const vanDerPol =
  (mu: number) =>
  (_t: number, y: tf.Tensor): tf.Tensor => {
    const [x, v] = tf.unstack(y) as [tf.Tensor, tf.Tensor];
    const pull = tf.mul(tf.mul(mu, tf.sub(1, tf.square(x))), v);
    return tf.stack([v, tf.sub(pull, x)]);
  };
const options = { maxNumSteps: 150, method: "bosh3", rtol: 1e-3, atol: 1e-4 } as const;

onEachEngine("On a stiff problem", () => {
  it("the error that the step limit was reached says so, with what was seen", async () => {
    const y0 = tf.tensor1d([2, 0]);
    const before = tf.memory().numTensors;
    let error: unknown;
    try {
      odeint(vanDerPol(500), y0, [0, 300], options);
    } catch (thrown) {
      error = thrown;
    }
    expect(error).toBeInstanceOf(IntegrationError);
    expect((error as Error).message).toMatch(
      /The step limit was reached, and the problem is stiff near t = \d.*held by stability, not by accuracy \(\|hλ\| ≈ 2\.\d, and the method is stable up to 2\.5\)/,
    );
    const solution = await odeintAsync(vanDerPol(500), y0, [0, 300], options);
    expect(solution.outcome.message).toContain("is stiff");
    solution.dispose();
    expect(tf.memory().numTensors).toBe(before);
    y0.dispose();
  });

  it("a solution tells it as numbers, and nothing if the problem is not stiff", () => {
    tf.tidy(() => {
      const run = (mu: number, rest: object = {}) => {
        const all = { ...options, ...rest };
        const solution = solve(vanDerPol(mu), tf.tensor1d([2, 0]), [0, 300], all);
        solution.dispose();
        return solution.outcome;
      };
      const { stiffness } = run(500);
      expect(stiffness?.bound).toBeCloseTo(2.5127, 3);
      expect((stiffness?.product ?? 0) / (stiffness?.step ?? 0)).toBeGreaterThan(1000);
      const plain = run(1, { rtol: 1e-5 });
      expect(plain.kind).toBe("tooManySteps");
      expect(plain.stiffness).toBeUndefined();
    });
  });
});
