import { ParametersError } from "@symplectic-adjoint/core";
import { only } from "@symplectic-adjoint/testing";
import * as tf from "@tensorflow/tfjs";
import { expect, it } from "vitest";
import { dynamicsOf } from "./dynamics-of.js";
import { everyParameter } from "./every-parameter.js";
import { expectValues } from "./expect-values.js";
import { onEachEngine, tensorsLeft } from "./on-each-engine.js";

const first = (state: ReadonlyArray<tf.Tensor>): tf.Tensor => state[0] as tf.Tensor;

onEachEngine("A recorded evaluation", () => {
  const vector = (...values: Array<number>) => tf.tensor1d(values);

  it("continues behind an operation with a custom gradient", () => {
    // cube(y) = y³, saving its input and, like operations of TensorFlow.js, its output.
    const cube = tf.customGrad((x, save) => {
      const value = tf.mul(tf.mul(x as tf.Tensor, x as tf.Tensor), x as tf.Tensor);
      (save as tf.GradSaveFunc)([x as tf.Tensor, value]);
      const gradFunc = (dy: tf.Tensor, [x]: Array<tf.Tensor>) =>
        tf.mul(dy, tf.mul(3, tf.square(x as tf.Tensor)));
      return { value, gradFunc };
    });
    const w = tf.variable(tf.scalar(2));
    const y = [vector(0.5, -1)];
    const f = (_: number, y: tf.Tensor) => tf.mul(tf.tanh(cube(tf.mul(y, w))), w);
    const dynamics = dynamicsOf(f, first(y));
    const pulled = dynamics.pullback(0, y, [vector(1, 1)], everyParameter(dynamics));
    const slope = [1, -8].map((c) => 1 - Math.tanh(c) ** 2);
    expectValues(first(pulled.y), [4 * 3 * (slope[0] ?? 0), 4 * 12 * (slope[1] ?? 0)]);
    const dw = Math.tanh(1) - Math.tanh(8) + 2 * (1.5 * (slope[0] ?? 0) - 12 * (slope[1] ?? 0));
    expectValues(only(pulled.parameters), [dw]);
  });

  it("continues behind a gradient, inside f, of such an operation", () => {
    const exponential = tf.customGrad((x, save) => {
      const value = tf.exp(x as tf.Tensor);
      (save as tf.GradSaveFunc)([value]);
      return {
        value,
        gradFunc: (dy: tf.Tensor, [y]: Array<tf.Tensor>) => tf.mul(dy, y as tf.Tensor),
      };
    });
    const y = [vector(0.3, -0.7)];
    const f = (_: number, y: tf.Tensor) => tf.grad((x) => tf.sum(exponential(x)))(y);
    const pulled = dynamicsOf(f, first(y)).pullback(0, y, [vector(1, 1)], []);
    expectValues(first(pulled.y), [Math.exp(0.3), Math.exp(-0.7)]);
  });

  it("works if f frees its tensors", () => {
    const w = tf.variable(tf.scalar(0.5));
    const y = [vector(1, 2)];
    const f = (_: number, y: tf.Tensor) => {
      const product = tf.tidy(() => tf.tanh(tf.mul(y, w)));
      const squared = tf.square(product);
      product.dispose();
      return squared;
    };
    const dynamics = dynamicsOf(f, first(y));
    const recorded = dynamics.record(0, y);
    const th = [0.5, 1].map(Math.tanh);
    const expected = th.map((v, i) => (i === 0 ? 1 : 10) * 2 * v * (1 - v * v));
    for (let again = 0; again < 2; again++) {
      const pulled = recorded.pullback([vector(1, 10)], everyParameter(dynamics));
      expectValues(
        first(pulled.y),
        expected.map((v) => v * 0.5),
      );
      expectValues(only(pulled.parameters), [(expected[0] ?? 0) + 2 * (expected[1] ?? 0)]);
    }
    recorded.release();
    expect(
      tensorsLeft(() => {
        const {
          value,
          y: back,
          parameters,
        } = dynamics.pullback(0, y, [vector(1, 1)], everyParameter(dynamics));
        tf.dispose([...value, ...back, ...parameters]);
      }),
    ).toBe(1);
  });

  it("keeps the value of a variable at the time of the read", () => {
    const w = tf.variable(vector(2, 3));
    const y = [vector(1, 1)];
    const dynamics = dynamicsOf((_: number, y: tf.Tensor) => tf.mul(y, w), first(y));
    const recorded = dynamics.record(0, y);
    w.assign(vector(100, 100));
    expectValues(first(recorded.pullback([vector(1, 1)], [0]).y), [2, 3]);
    recorded.release();
  });

  it("pulls back to parameters in another order than they were found", () => {
    const [a, b] = [tf.variable(tf.scalar(2)), tf.variable(tf.scalar(5))];
    const y = [tf.scalar(3)];
    const f = (_: number, y: tf.Tensor) => tf.add(tf.mul(a, y), tf.mul(b, tf.square(y)));
    const recorded = dynamicsOf(f, first(y)).record(0, y);
    const { parameters } = recorded.pullback([tf.scalar(1)], [1, 0]);
    expect(parameters).toHaveLength(2);
    expectValues(parameters[0] as tf.Tensor, [9]);
    expectValues(parameters[1] as tf.Tensor, [3]);
    recorded.release();
  });

  it("throws if f reads a new tensor, even if that does not depend on y", () => {
    const [known, unknown] = [tf.variable(tf.scalar(2)), tf.variable(tf.scalar(3))];
    const custom = tf.customGrad((x) => ({
      value: tf.square(x as tf.Tensor),
      gradFunc: (dy: tf.Tensor) => dy,
    }));
    const y = [tf.scalar(1)];
    const readers = [() => tf.neg(unknown), () => custom(unknown), () => unknown as tf.Tensor];
    for (const read of readers) {
      const f = (t: number, y: tf.Tensor) => {
        const value = tf.mul(known, y);
        return t === 0 ? value : t === 1 ? tf.add(value, read()) : read();
      };
      const dynamics = dynamicsOf(f, first(y));
      for (const t of [1, 2]) {
        const left = tensorsLeft(() => {
          expect(() => dynamics.pullback(t, y, y, [0])).toThrow(ParametersError);
        });
        expect(left).toBe(0);
      }
    }
  });

  it("forwards a cotangent to both inputs of a sum, once each", () => {
    const y = [vector(1, 2)];
    const f = (_: number, y: tf.Tensor) => {
      const z = tf.neg(y);
      return tf.add(tf.add(z, z), tf.clone(y));
    };
    const pulled = dynamicsOf(f, first(y)).pullback(0, y, [vector(1, 10)], []);
    expectValues(first(pulled.y), [-1, -10]);
    const same = dynamicsOf((_: number, y: tf.Tensor) => tf.clone(y), first(y));
    const g = vector(4, 5);
    const back = first(same.pullback(0, y, [g], []).y);
    expect(back).not.toBe(g);
    back.dispose();
    expectValues(g, [4, 5]);
  });

  it("uses a gradient that replaces TensorFlow.js' own in the registry", () => {
    const stock = tf.getGradient("Tanh") as tf.GradConfig;
    const y = [vector(0.5)];
    const dynamics = dynamicsOf((_: number, y: tf.Tensor) => tf.tanh(y), first(y));
    const pull = () => first(dynamics.pullback(0, y, [vector(2)], []).y);
    expectValues(pull(), [2 * (1 - Math.tanh(0.5) ** 2)]);
    const gradFunc = (dy: tf.Tensor | Array<tf.Tensor>) => ({
      x: () => tf.mul(dy as tf.Tensor, 7),
    });
    tf.registerGradient({ kernelName: "Tanh", gradFunc });
    try {
      expectValues(pull(), [14]);
    } finally {
      tf.registerGradient(stock);
    }
    expectValues(pull(), [2 * (1 - Math.tanh(0.5) ** 2)]);
  });

  it("is the same if the engine is not lean", () => {
    const w = tf.variable(vector(0.5, 2));
    const y = [vector(0.5, -1)];
    const f = (_: number, y: tf.Tensor) => tf.mul(tf.sigmoid(tf.mul(y, w)), w);
    const dynamics = dynamicsOf(f, first(y));
    const pull = () => {
      const { y: back, parameters } = dynamics.pullback(
        0,
        y,
        [vector(1, 2)],
        everyParameter(dynamics),
      );
      return [first(back), only(parameters)].map((tensor) => [...tensor.dataSync()]);
    };
    const lean = pull();
    const engine = tf.engine() as unknown as Record<string, unknown>;
    engine.endScope = tf.engine().endScope;
    try {
      pull()
        .flat()
        .forEach((value, i) => {
          expect(value).toBeCloseTo(lean.flat()[i] ?? 0, 6);
        });
    } finally {
      delete engine.endScope;
    }
  });
});
