import * as tf from "@tensorflow/tfjs";
import { expect, it } from "vitest";
import { tfjs } from "../src/index.js";
import { expectValues } from "./expect-values.js";
import { onEachEngine } from "./on-each-engine.js";

onEachEngine("A suspended tape", () => {
  it("records nothing, and continues afterwards", () => {
    const g = tf.grad((x: tf.Tensor) => {
      const constant = tfjs.tape.suspended(() => {
        expect(tfjs.tape.isRecording()).toBe(false);
        const inner = tf.grad((z: tf.Tensor) => tf.square(z))(x);
        return tf.mul(inner, x);
      });
      expect(tfjs.tape.isRecording()).toBe(true);
      return tf.mul(x, constant);
    })(tf.scalar(3));
    expectValues(g, [18]);
  });

  it("continues after an error too", () => {
    const g = tf.grad((x: tf.Tensor) => {
      const fail = () =>
        tfjs.tape.suspended(() => {
          throw new RangeError("mine");
        });
      expect(fail).toThrow(RangeError);
      return tf.square(x);
    })(tf.scalar(3));
    expectValues(g, [6]);
  });

  it("works inside tf.customGrad, in which the engine does not record either", () => {
    const op = tf.customGrad((x) => {
      const inner = tfjs.tape.suspended(() =>
        tf.grad((z: tf.Tensor) => tf.square(z))(x as tf.Tensor),
      );
      return { value: inner, gradFunc: (dy) => tf.mul(dy, 2) };
    });
    expectValues(tf.grad((x: tf.Tensor) => op(x))(tf.scalar(3)), [2]);
  });
});
