import * as tf from "@tensorflow/tfjs";
import { expect, it } from "vitest";
import { onEachEngine, tensorsLeft } from "../../test/on-each-engine.js";
import { dot } from "./dot.js";

onEachEngine("The dot product", () => {
  it("sums the products of all leaves", () => {
    const a = [tf.tensor1d([1, 2]), tf.tensor2d([[3], [4]]), tf.scalar(5)];
    const b = [tf.tensor1d([6, 7]), tf.tensor2d([[8], [9]]), tf.scalar(10)];
    const product = dot(a, b) as tf.Tensor;
    expect(product.shape).toEqual([]);
    expect(product.dataSync()[0]).toBe(6 + 14 + 24 + 36 + 50);
  });

  it("ignores empty leaves, and is the number 0 without others", () => {
    const empty = tf.zeros([0, 2]);
    expect((dot([empty, tf.scalar(2)], [empty, tf.scalar(3)]) as tf.Tensor).dataSync()[0]).toBe(6);
    expect(dot([empty], [empty])).toBe(0);
  });

  it("propagates NaN, and creates one tensor", () => {
    const a = [tf.tensor1d([1, Number.NaN]), tf.scalar(1)];
    expect((dot(a, a) as tf.Tensor).dataSync()[0]).toBeNaN();
    expect(tensorsLeft(() => dot(a, a))).toBe(1);
  });
});
