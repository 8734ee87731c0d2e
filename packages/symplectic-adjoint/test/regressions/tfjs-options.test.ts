import * as tf from "@tensorflow/tfjs";
import { describe, expect, it } from "vitest";
import type { OdeOptions } from "../../src/index.js";
import { expectClose } from "../support/tfjs/expect-close.js";
import { fixedMethods } from "../support/tfjs/methods.js";
import { onEachEngine } from "../support/tfjs/on-each-engine.js";
import { refusalOf } from "../support/tfjs/refusal-of.js";
import { strategies } from "../support/tfjs/strategies.js";

// In the PyTorch reference fixed steps ignore their options, and options are changed in place. With tensors.

const decay = (_t: number, y: tf.Tensor) => tf.mul(y, -0.7);
const unknown = (options: object) => options as OdeOptions<tf.Tensor>;

onEachEngine("With tensors", () => {
  describe.each(strategies)("$name", ({ name: strategyName, integrate }) => {
    it.each(fixedMethods)("takes steps of %s of the requested size", (method) => {
      const count = (options: OdeOptions<tf.Tensor>): number => {
        let steps = 0;
        integrate(decay, tf.tensor1d([1]), [0, 1, 1.5], {
          ...{ ...options, method },
          onStep: () => {
            steps++;
          },
        });
        return steps;
      };
      expect(count({})).toBe(2);
      expect(count({ stepSize: 0.25 })).toBe(6);
      expect(count({ stepsPerInterval: 5 })).toBe(10);
      expect(count({ grid: [0, 0.1, 1, 1.5] })).toBe(3);
    });

    it("rejects unknown options, and names the correct one", () => {
      const y0 = tf.tensor1d([1]);
      for (const [option, value, meant] of [
        ["step_size", 0.1, "stepSize"],
        ["max_num_steps", 10, "maxNumSteps"],
        ["Rtol", 1e-3, "rtol"],
      ] as const) {
        const refusal = refusalOf(() => integrate(decay, y0, [0, 1], unknown({ [option]: value })));
        expect(refusal).toMatchObject({
          name: "UnknownOptionError",
          ...{ code: "UNKNOWN_OPTION", argument: `options.${option}`, value },
        });
        expect(refusal.remedy).toContain(`Did you mean ${meant}?`);
        expect(refusal.remedy).toContain("stepsPerInterval");
      }
    });

    it("accepts frozen options and does not change them", () => {
      const options = {
        ...{ method: "bosh3", rtol: Object.freeze([1e-3]), atol: Object.freeze([1e-4]) },
        ...{ stepT: Object.freeze([0.7, 0.3]), jumpT: Object.freeze([0.5]), firstStep: 0.1 },
        ...(strategyName === "odeintAdjoint" && {
          ...{ adjointRtol: 1e-4, adjointMethod: "dopri5" },
          adjointOptions: Object.freeze({ norm: "seminorm", firstStep: 0.1 }),
        }),
      };
      const before = structuredClone(options);
      const gradient = tf.grad((y: tf.Tensor) =>
        tf.sum(integrate(decay, y, Object.freeze([0, 1]), Object.freeze(options) as never)),
      )(tf.tensor1d([1]));
      expectClose(gradient, [1 + Math.exp(-0.7)], 1e-3);
      expect(options).toEqual(before);
    });
  });
});
