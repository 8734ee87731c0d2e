import { only } from "@symplectic-adjoint/testing";
import * as tf from "@tensorflow/tfjs";
import { expect, it } from "vitest";
import { dynamicsOf } from "./dynamics-of.js";
import { everyParameter } from "./every-parameter.js";
import { expectValues } from "./expect-values.js";
import { onEachEngine } from "./on-each-engine.js";

onEachEngine("Dynamics", () => {
  it("accept states of nested lists and records, with keys returned in any order", () => {
    const y0 = { q: tf.tensor1d([1, 2]), rest: [tf.scalar(3), tf.tensor2d([[4]])] as const };
    const w = tf.variable(tf.scalar(2));
    const f = (t: number, { q, rest }: { q: tf.Tensor; rest: [tf.Tensor, tf.Tensor] }) => ({
      rest: [tf.mul(rest[0], w), tf.mul(rest[1], tf.sum(q))],
      q: tf.mul(q, t),
    });
    const dynamics = dynamicsOf(f, y0);
    const y = [y0.q, ...y0.rest];
    const values = dynamics.evaluate(10, y);
    expect(values.map((leaf) => Array.from(leaf.dataSync()))).toEqual([[10, 20], [6], [12]]);
    const g = [tf.tensor1d([1, 1]), tf.scalar(5), tf.tensor2d([[7]])];
    const pulled = dynamics.pullback(10, y, g, everyParameter(dynamics));
    expect(pulled.y.map(({ shape }) => shape)).toEqual([[2], [], [1, 1]]);
    expect(pulled.y.map((leaf) => Array.from(leaf.dataSync()))).toEqual([[38, 38], [10], [21]]);
    expectValues(only(pulled.parameters), [15]);
  });

  it("return zeros for y if f does not depend on it, and for unused parameters", () => {
    const used = tf.variable(tf.tensor1d([1, 2]));
    const unused = tf.variable(tf.ones([2, 2]));
    const y = [tf.tensor1d([5, 6])];
    const f = () => tf.square(used);
    const dynamics = dynamicsOf(f, y[0] as tf.Tensor, { parameters: { used, unused } });
    const pulled = dynamics.pullback(0, y, [tf.tensor1d([1, 10])], everyParameter(dynamics));
    expect(pulled.parameters).toHaveLength(2);
    expectValues(pulled.y[0] as tf.Tensor, [0, 0]);
    expectValues(pulled.parameters[0] as tf.Tensor, [2, 40]);
    expectValues(pulled.parameters[1] as tf.Tensor, [0, 0, 0, 0]);
    expect(pulled.parameters[1]?.shape).toEqual([2, 2]);
  });

  it("distinguish y from captured tensors, even if they are the same tensor", () => {
    const y0 = tf.tensor1d([2, 3]);
    const dynamics = dynamicsOf((_, y: tf.Tensor) => tf.mul(y, y0), y0);
    expect(dynamics.parameters).toEqual([y0]);
    const g = [tf.tensor1d([1, 10])];
    const pulled = dynamics.pullback(0, [y0], g, everyParameter(dynamics));
    expectValues(pulled.y[0] as tf.Tensor, [2, 30]);
    expectValues(only(pulled.parameters), [2, 30]);
  });

  it("distinguish two leaves of y that are the same tensor", () => {
    const x = tf.tensor1d([2]);
    const f = (_: number, [a, b]: Array<tf.Tensor>) => [tf.mul(a as tf.Tensor, 3), b as tf.Tensor];
    const pulled = dynamicsOf(f, [x, x]).pullback(
      0,
      [x, x],
      [tf.tensor1d([1]), tf.tensor1d([5])],
      [],
    );
    expectValues(pulled.y[0] as tf.Tensor, [3]);
    expectValues(pulled.y[1] as tf.Tensor, [5]);
  });

  it("distinguish them if they are as new as a solver's states", () => {
    const f = (_: number, [a, b]: Array<tf.Tensor>) => [tf.mul(a as tf.Tensor, 3), b as tf.Tensor];
    const { pullback } = dynamicsOf(f, [tf.scalar(1), tf.scalar(1)]);
    const x = tf.scalar(2);
    const pulled = pullback(0, [x, x], [tf.scalar(1), tf.scalar(5)], []);
    expectValues(pulled.y[0] as tf.Tensor, [3]);
    expectValues(pulled.y[1] as tf.Tensor, [5]);
  });

  it("accumulate if a tensor is used more than once, also in one operation", () => {
    const y = [tf.tensor1d([3])];
    const f = (_: number, y: tf.Tensor) => tf.add(tf.mul(y, y), tf.add(tf.exp(y), y));
    const pulled = dynamicsOf(f, y[0] as tf.Tensor).pullback(0, y, [tf.tensor1d([1])], []);
    expectValues(pulled.y[0] as tf.Tensor, [6 + Math.exp(3) + 1]);
  });

  it("forward a cotangent to two inputs, the first of which already has one", () => {
    const y = [tf.tensor1d([3])];
    for (const join of [tf.add, tf.sub]) {
      const f = (_: number, y: tf.Tensor) => tf.mul(join(y, tf.square(y)), y);
      const pulled = dynamicsOf(f, y[0] as tf.Tensor).pullback(0, y, [tf.tensor1d([1])], []);
      expectValues(pulled.y[0] as tf.Tensor, [join === tf.add ? 6 + 27 : 6 - 27]);
    }
  });

  it("differentiate through operations with several outputs, and lists of inputs", () => {
    const y = [tf.tensor1d([1, 2, 3, 4])];
    const f = (_: number, y: tf.Tensor) => {
      const [a, , c, d] = tf.unstack(y) as [tf.Tensor, tf.Tensor, tf.Tensor, tf.Tensor];
      return tf.concat([tf.stack([tf.mul(a, d), c]), tf.slice(y, [0], [2])]);
    };
    const g = [tf.tensor1d([1, 10, 100, 1000])];
    const pulled = dynamicsOf(f, y[0] as tf.Tensor).pullback(0, y, g, []);
    expectValues(pulled.y[0] as tf.Tensor, [4 + 100, 1000, 10, 1]);
  });

  it("treat comparisons and indices as constants", () => {
    const y = [tf.tensor1d([1, -2, 3])];
    const f = (_: number, y: tf.Tensor) => tf.where(tf.greater(y, 0), tf.square(y), tf.mul(y, 5));
    const pulled = dynamicsOf(f, y[0] as tf.Tensor).pullback(0, y, [tf.tensor1d([1, 1, 1])], []);
    expectValues(pulled.y[0] as tf.Tensor, [2, 5, 6]);
  });
});
