import * as tf from "@tensorflow/tfjs";
import { describe, expect, it } from "vitest";
import { disposeAbandonedTape } from "../../src/index.js";
import { onEachEngine } from "../support/tfjs/on-each-engine.js";
import { type Refusal, refusalOf, rejectionOf } from "../support/tfjs/refusal-of.js";
import { strategies } from "../support/tfjs/strategies.js";
import { tensorsLeft, tensorsLeftAsync } from "../support/tfjs/tensors-left.js";

const steps = { method: "rk4", stepsPerInterval: 2 } as const;
const rough = { method: "bosh3", rtol: 1e-3, atol: 1e-4 } as const;

onEachEngine("No tensor is left", () => {
  describe.each(strategies)(
    "by $name",
    ({ name: strategyName, exact, integrate, integrateAsync }) => {
      const sine = (_t: number, y: tf.Tensor) => tf.sin(y);
      /** What refuses `body`, which must leave nothing but the engine's own tape. */
      const refuse = (body: () => unknown): Refusal => {
        let refusal: Refusal | undefined;
        const left = tensorsLeft(() =>
          tf.tidy(() => {
            refusal = refusalOf(body);
            disposeAbandonedTape();
          }),
        );
        expect(left).toBe(0);
        return refusal as Refusal;
      };

      it.each([
        ["INTEGRATION_NON_FINITE_STATE", { norm: undefined }],
        ["INTEGRATION_STEP_UNDERFLOW", { norm: () => 2 }],
        ["INTEGRATION_TOO_MANY_STEPS", { maxNumSteps: 1, stepT: [0.1] }],
        ["INTEGRATION_ABORTED", { signal: { aborted: true } }],
      ])("by an integration that ends as %s", async (code, options) => {
        const nan = code === "INTEGRATION_NON_FINITE_STATE";
        const f = nan ? (_t: number, y: tf.Tensor) => tf.mul(y, Number.NaN) : sine;
        const y0 = tf.tensor1d([1, 2]);
        const all = { ...rough, ...options };
        expect(refuse(() => integrate(f, y0, [1, 2], all)).code).toBe(code);
        const onTape = () => tf.grad((y: tf.Tensor) => tf.sum(integrate(f, y, [1, 2], all)))(y0);
        expect(refuse(onTape).code).toBe(code);
        const left = await tensorsLeftAsync(async () => {
          const solution = await integrateAsync(f, y0, [1, 2], all);
          expect(refusalOf(() => solution.pullback(solution.ys)).code).toBe(code);
          expect(refusalOf(() => solution.differentiable(y0)).code).toBe(code);
          expect((await rejectionOf(solution.pullbackAsync(solution.ys))).code).toBe(code);
          solution.dispose();
        });
        expect(left).toBe(0);
      });

      it("if an operation has no gradient, detected immediately or only in the backward pass", async () => {
        const y0 = tf.tensor1d([1, 2]);
        const solution = await integrateAsync(sine, y0, [0, 1], steps);
        const registered = tf.getGradient("Sin");
        tf.unregisterGradient("Sin");
        try {
          const onTape = () =>
            tf.grad((y: tf.Tensor) => tf.sum(integrate(sine, y, [0, 1], steps)))(y0);
          const { code, argument, remedy } = refuse(onTape);
          expect({ code, argument }).toEqual({
            code: "MISSING_GRADIENT",
            argument: "The operation Sin in f",
          });
          expect(remedy).toContain("tf.registerGradient");
          // A tape that was recorded while there was one needs it no more.
          const late = () => refuse(() => solution.pullback(solution.ys));
          if (strategyName !== "odeint") expect(late().code).toBe("MISSING_GRADIENT");
          solution.dispose();
        } finally {
          tf.registerGradient(registered);
        }
      });

      it("by a derivative of the gradient, which is refused", () => {
        const y0 = tf.tensor1d([1, 2]);
        const inner = tf.grad((y: tf.Tensor) => tf.sum(integrate(sine, y, [0, 1], steps)));
        const { name, code, remedy } = refuse(() =>
          tf.grad((y: tf.Tensor) => tf.sum(inner(y)))(y0),
        );
        expect({ name, code }).toEqual({
          name: "SecondDerivativeError",
          code: "SECOND_DERIVATIVE",
        });
        expect(remedy).toContain("Differentiate once");
      });

      it.runIf(exact)("by a gradient of the times, if f uses them as numbers", () => {
        const y0 = tf.tensor1d([1, 2]);
        const times = tf.tensor1d([0, 1]);
        const forced = (s: number, y: tf.Tensor) => tf.mul(y, Math.sin(s));
        const gradient = tf.grad((t: tf.Tensor) => tf.sum(integrate(forced, y0, t, steps)));
        const { name, code, remedy } = refuse(() => gradient(times));
        expect({ name, code }).toEqual({
          name: "UnsupportedGradientError",
          code: "UNSUPPORTED_GRADIENT",
        });
        expect(remedy).toContain('time: "tensor"');
      });
    },
  );
});
