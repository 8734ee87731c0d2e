import { expectNoLeaks } from "@symplectic-adjoint/testing";
import * as tf from "@tensorflow/tfjs";
import { expect, test } from "vitest";
import { cnf, flowFunction, irregularSeries, latentOde, odeBlock } from "../src/index.js";

// Whatever throws in f, and whenever, no tensor is left.

const tensors = () => tf.memory().numTensors;

/** Throws at call number n. */
function failingAt(n: number): () => void {
  let calls = 0;
  return () => {
    if (++calls === n) throw new Error("failed on purpose");
  };
}

test.each([1, 2, 5, 9, 14])("A flow whose field fails at evaluation %i leaves nothing.", (n) => {
  expectNoLeaks(tensors, () => {
    const fail = failingAt(n);
    const field = flowFunction(
      (_t, z) => {
        const y = tf.tanh(z);
        fail();
        return y;
      },
      { dimension: 2, variables: [] },
    );
    const options = { method: "rk4", stepsPerInterval: 4 } as const;
    const flow = cnf({ fields: [field], trainEndTime: true, options });
    const x = tf.tensor2d([[1, 2]]);
    expect(() => flow.loss(x, { kinetic: 1 })).toThrow("failed on purpose");
    x.dispose();
    flow.dispose();
  });
});

test("An ODE block whose dynamics fail leaves nothing.", () => {
  class Failing extends tf.layers.Layer {
    static readonly className = "Failing";
    override computeOutputShape(shape: tf.Shape): tf.Shape {
      return shape;
    }
    override call(inputs: tf.Tensor | Array<tf.Tensor>): tf.Tensor {
      tf.neg(Array.isArray(inputs) ? (inputs[0] as tf.Tensor) : inputs);
      throw new Error("failed on purpose");
    }
  }
  const model = tf.sequential({
    layers: [odeBlock({ dynamics: new Failing({}), inputShape: [2], augment: 1 })],
  });
  expectNoLeaks(tensors, () => {
    const x = tf.tensor2d([[1, 2]]);
    expect(() => model.predict(x)).toThrow("failed on purpose");
    x.dispose();
  });
  model.dispose();
});

test("A latent ODE whose solve fails leaves nothing.", () => {
  expectNoLeaks(tensors, () => {
    const model = latentOde({ dimension: 1, options: { maxNumSteps: 1, rtol: 1e-7, atol: 1e-9 } });
    const series = irregularSeries([{ times: [0, 1, 2], values: [[1], [2], [3]] }]);
    expect(() => model.elbo(series)).toThrow("steps");
    expect(() => model.predict(series)).toThrow("steps");
    tf.dispose([series.values, series.mask]);
    model.dispose();
  });
});
