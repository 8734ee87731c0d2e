import { InvalidDynamicsError, type State } from "@symplectic-adjoint/core";
import * as tf from "@tensorflow/tfjs";
import { expect, it } from "vitest";
import { dynamicsOf } from "./dynamics-of.js";
import { expectValues } from "./expect-values.js";
import { onEachEngine, tensorsLeft } from "./on-each-engine.js";

type Ode = (t: number, y: tf.Tensor) => tf.Tensor;
const first = (state: State<tf.Tensor>): tf.Tensor => state[0] as tf.Tensor;
const two = (y: tf.Tensor): tf.Tensor => tf.reshape(y, [1, 2]);

/** All operations of TensorFlow.js that draw random numbers without a seed. */
const drawing: Record<string, Ode> = {
  "tf.dropout": (_t, y) => tf.dropout(y, 0.5),
  "tf.randomNormal": (_t, y) => tf.add(y, tf.randomNormal([2])),
  "tf.randomUniform": (_t, y) => tf.mul(y, tf.randomUniform([2])),
  "tf.randomStandardNormal": (_t, y) => tf.mul(y, tf.randomStandardNormal([2])),
  "tf.randomGamma": (_t, y) => tf.mul(y, tf.randomGamma([2], 1)),
  "tf.truncatedNormal": (_t, y) => tf.mul(y, tf.truncatedNormal([2])),
  "tf.multinomial": (_t, y) =>
    tf.mul(y, tf.cast(tf.reshape(tf.multinomial(tf.tensor1d([1, 1]), 2), [2]), "float32")),
  "a dropout layer": (_t, y) => {
    const layer = tf.layers.dropout({ rate: 0.5 });
    return tf.reshape(layer.apply(two(y), { training: true }) as tf.Tensor, [2]);
  },
  "Math.random": (_t, y) => tf.mul(y, Math.random()),
};

onEachEngine("Random numbers in f", () => {
  it.each(Object.keys(drawing))("are refused if a gradient is requested: %s.", (name) => {
    const f = drawing[name] as Ode;
    const y = [tf.tensor1d([1, 2])];
    const attempt = (): unknown => dynamicsOf(f, first(y));
    expect(attempt).toThrow(InvalidDynamicsError);
    expect(attempt).toThrow(/f draws random numbers \(at t = 0\), .*use the result in f/);
    expect(tensorsLeft(() => expect(attempt).toThrow())).toBe(0);
    // Without a gradient, random numbers are allowed.
    const { evaluate } = dynamicsOf(f, first(y), { differentiate: false });
    expect(evaluate(0, y).length).toBe(1);
  });

  it("are refused at any later time, too, and Math.random is restored.", () => {
    const { random } = Math;
    const f: Ode = (t, y) => (t > 1 ? tf.dropout(y, 0.5) : tf.neg(y));
    const y = [tf.tensor1d([1, 2])];
    const dynamics = dynamicsOf(f, first(y));
    expect(() => dynamics.evaluate(2, y)).toThrow(/draws random numbers \(at t = 2\)/);
    expect(() => dynamics.pullback(2, y, y, [])).toThrow(InvalidDynamicsError);
    expect(Math.random).toBe(random);
  });

  it("are accepted if a seed makes them the same at each evaluation, or f captured them.", () => {
    const y = [tf.tensor1d([1, 2])];
    const mask = tf.dropout(tf.ones([2]), 0.5);
    for (const f of [
      (_t: number, y: tf.Tensor) => tf.dropout(y, 0.5, undefined, 7),
      (_t: number, y: tf.Tensor) => tf.mul(y, mask),
    ]) {
      const dynamics = dynamicsOf(f, first(y));
      const { value, y: back } = dynamics.pullback(0, y, [tf.ones([2])], []);
      // f is linear in y: its derivative times y is its value.
      expectValues(tf.mul(first(back), first(y)), Array.from(first(value).dataSync()));
    }
  });

  it("may be the initial weights of a layer that is built by its first call.", () => {
    const layer = tf.layers.dense({ units: 2 });
    const y = [tf.tensor2d([[1, 2]])];
    const f = (_t: number, y: tf.Tensor) => layer.apply(y) as tf.Tensor;
    const { parameters } = dynamicsOf(f, first(y));
    expect(parameters).toEqual(layer.trainableWeights.map((weight) => weight.read()));
  });
});
