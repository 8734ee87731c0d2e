import { setFlagsFromString } from "node:v8";
import { runInNewContext } from "node:vm";
import * as tf from "@tensorflow/tfjs";
import { expect, test } from "vitest";
import { compiled } from "../../src/index.js";
import { solved } from "./support/solved.js";

setFlagsFromString("--expose-gc");
const collectGarbage: () => void = runInNewContext("gc");

test("Arguments of earlier solves are collected as garbage, and so are their values but for the last ones.", async () => {
  const before = tf.memory().numTensors;
  const weight = tf.tidy(() => tf.variable(tf.scalar(2)));
  const y0 = tf.ones([3]);
  const indices = tf.tensor1d([2, 1, 0], "int32");
  const g = compiled((_t, y: tf.Tensor, a: tf.Tensor, order: tf.Tensor) =>
    tf.mul(tf.mul(tf.gather(y, order as tf.Tensor1D), a), weight),
  );
  const solve = (i: number): ReadonlyArray<WeakRef<object>> => {
    const [a, order] = [tf.fill([3], i), indices.clone()];
    const bound = g.with(a, order);
    for (const parameters of [undefined, [a], { weight, a }])
      expect(solved(bound, y0, { parameters }).traces).toBeLessThan(4);
    tf.dispose([a, order]);
    return [a, order, bound].map((one) => new WeakRef(one));
  };
  const old = [1, 2, 3].flatMap(solve);
  // What a reference was made of is kept until the end of the job.
  await new Promise((resolve) => setImmediate(resolve));
  collectGarbage();
  expect(old.map((one) => one.deref())).toEqual(old.map(() => undefined));
  expect(solved(g.with(y0, indices), y0).traces).toBe(3);
  tf.dispose([weight, y0, indices]);
  expect(tf.memory().numTensors).toBe(before);
});
