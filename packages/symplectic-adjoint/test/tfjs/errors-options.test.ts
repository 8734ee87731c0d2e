import * as tf from "@tensorflow/tfjs";
import { describe, expect, it } from "vitest";
import { disposeAbandonedTape, odeintAdjoint, solveAsync } from "../../src/index.js";
import { failures } from "../support/tfjs/failing-dynamics.js";
import { onEachEngine } from "../support/tfjs/on-each-engine.js";
import { refusalOf, rejectionOf } from "../support/tfjs/refusal-of.js";
import { strategies } from "../support/tfjs/strategies.js";

const f = (_t: number, y: tf.Tensor) => tf.mul(y, -1);

/** Options, which of them is wrong, its value, and what the error says and advises. */
const bad: ReadonlyArray<readonly [object, string, string, unknown, RegExp, RegExp]> = [
  [
    { method: "rk45" },
    ...["UNKNOWN_OPTION", "method", "rk45"],
    /is not a method of this library \(got "rk45"\)/,
    /euler, .*dopri5, dopri8/,
  ] as const,
  [
    { method: "rk4", firstStep: 0.1 },
    ...["INVALID_ARGUMENT", "firstStep", 0.1],
    /no effect with fixed steps, which rk4 uses here \(got 0\.1\)/,
    /adaptive method such as "dopri5"/,
  ] as const,
  [
    { method: "euler", safety: 0.8 },
    ...["INVALID_ARGUMENT", "safety", 0.8],
    /no effect with fixed steps/,
    /Leave it out/,
  ] as const,
  [
    { method: "dopri5", stepSize: 0.1, maxStep: 1 },
    ...["INVALID_ARGUMENT", "maxStep", 1],
    /no effect with fixed steps/,
    /leave out stepSize/,
  ] as const,
  [
    { rtol: [1e-3, 1e-3, 1e-3] },
    ...["INVALID_TOLERANCE", "rtol", [1e-3, 1e-3, 1e-3]],
    /one for each of the 2 arrays of the state \(got \[0\.001, 0\.001, 0\.001\]\)/,
    /rtol: 1e-6, or a list of 2 numbers/,
  ] as const,
  [
    { atol: [1e-3] },
    ...["INVALID_TOLERANCE", "atol", [1e-3]],
    /one for each of the 2 arrays/,
    /a list of 2 numbers/,
  ] as const,
  [
    { atol: -1 },
    ...["INVALID_TOLERANCE", "atol", -1],
    /must be positive and finite \(got -1\)/,
    /atol: 1e-6/,
  ] as const,
  [
    { maxNumSteps: 0 },
    ...["INVALID_ARGUMENT", "maxNumSteps", 0],
    /must be a positive integer \(got 0\)/,
    /maxNumSteps: 100000/,
  ] as const,
  [
    { stepT: [0.5, 0.5] },
    ...["INVALID_TIMES", "stepT", [0.5, 0.5]],
    /contains a time twice/,
    /each time once/,
  ] as const,
];

onEachEngine("An argument is refused", () => {
  describe.each(strategies)("by $name", ({ integrate, integrateAsync }) => {
    it.each(bad)("that is %o", async (options, code, argument, value, message, remedy) => {
      const y0 = [tf.scalar(1), tf.scalar(2)];
      const pair = (_t: number, y: Array<tf.Tensor>) => y;
      for (const found of [
        refusalOf(() => integrate(pair, y0, [0, 1], options)),
        await rejectionOf(integrateAsync(pair, y0, [0, 1], options)),
      ]) {
        expect(found).toMatchObject({ code, argument, value });
        expect(found.message).toMatch(message);
        expect(found.remedy).toMatch(remedy);
      }
    });

    it.each(failures.slice(1))("where f %s", async (_, fail, message) => {
      const wrong = ((t: number, y: tf.Tensor) => fail(f(t, y))) as typeof f;
      const y0 = tf.tensor2d([[1, 2]]);
      for (const found of [
        refusalOf(() => integrate(wrong, y0, [0, 1])),
        refusalOf(() => tf.grad((y: tf.Tensor) => tf.sum(integrate(wrong, y, [0, 1])))(y0)),
        await rejectionOf(integrateAsync(wrong, y0, [0, 1])),
      ]) {
        const [name, code] = ["InvalidDynamicsError", "INVALID_DYNAMICS"];
        expect(found).toMatchObject({ name, code });
        expect(found.argument).toMatch(/^f/);
        expect(found.message).toContain("must return dy/dt");
        expect(found.message).toContain("float32 [1, 2]");
        expect(found.message).toMatch(message);
      }
      disposeAbandonedTape();
    });

    it("if f is neither a function nor a model", () => {
      const found = refusalOf(() => integrate({} as typeof f, tf.scalar(1), [0, 1]));
      expect(found).toMatchObject({ name: "InvalidDynamicsError", argument: "func" });
      expect(found.message).toContain("function of (t, y), or a tfjs-layers model");
    });

    it("if a tape is recording, which cannot await a solution", async () => {
      const rejections: Array<Promise<unknown>> = [];
      tf.grad((y: tf.Tensor) => {
        rejections.push(integrateAsync(f, y, [0, 1]), solveAsync(f, y, [0, 1]));
        return tf.sum(y);
      })(tf.scalar(1));
      for (const rejection of rejections) {
        const found = await rejectionOf(rejection);
        const [name, code] = ["InvalidArgumentError", "INVALID_ARGUMENT"];
        expect(found).toMatchObject({ name, code, argument: "An asynchronous solve" });
        expect(found.message).toContain("while a tape is recording");
        expect(found.remedy).toContain("solution.differentiable(y0)");
      }
    });

    it("if a cotangent does not match the outputs, or y0 not that of the solve", async () => {
      const solution = await integrateAsync(f, tf.tensor1d([1, 2]), [0, 1], { method: "rk4" });
      const found = refusalOf(() => solution.pullback(tf.tensor1d([1, 2])));
      expect(found).toMatchObject({ code: "INVALID_STATE", argument: "cotangents" });
      expect(found.message).toMatch(
        /must have shapes \[2,2\] .* \(got a float32 tensor of shape \[2\]\)/,
      );
      const other = refusalOf(() => solution.differentiable(tf.scalar(1)));
      expect(other).toMatchObject({ code: "INVALID_STATE", argument: "y0" });
      solution.dispose();
    });
  });

  it("in the options of the continuous adjoint alone", () => {
    const attempt = (options: object) =>
      refusalOf(() => odeintAdjoint(f, tf.scalar(1), [0, 1], options));
    expect(attempt({ adjoint_rtol: 1e-3 }).remedy).toContain("Did you mean adjointRtol?");
    expect(attempt({ adjointMethod: "rk45" }).argument).toBe("adjointMethod");
    expect(attempt({ adjointRtol: 0 }).argument).toBe("adjointRtol");
    const nested = attempt({ adjointOptions: { step_size: 0.1 } });
    expect(nested.argument).toBe("adjointOptions.step_size");
    expect(nested.remedy).toContain("Did you mean stepSize?");
    for (const { integrate, exact } of strategies) {
      if (!exact) continue;
      const { code, argument } = refusalOf(() =>
        integrate(f, tf.scalar(1), [0, 1], { adjointRtol: 1e-3 } as object),
      );
      expect({ code, argument }).toEqual({
        code: "UNKNOWN_OPTION",
        argument: "options.adjointRtol",
      });
    }
  });
});
