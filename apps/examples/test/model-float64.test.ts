import * as tf from "@tensorflow/tfjs";
import { beforeAll, expect, test } from "vitest";
import { createFloat64Model } from "../src/create-float64-model.js";
import { useEngine } from "../src/use-engine.js";
import { freshFit } from "./support/fresh-fit.js";

beforeAll(() => useEngine("cpu"));

async function bothModels() {
  const { model } = freshFit(3);
  const arrays = await Promise.all(
    model.parameters.map(async (variable) => Float64Array.from(await variable.data())),
  );
  return { model, arrays, double: createFloat64Model(arrays) };
}

test("The model in double precision is the one in single precision.", async () => {
  const { model, arrays, double } = await bothModels();
  const y = Float64Array.of(0.7, -1.2);
  const dy = new Float64Array(2);
  double.evaluate(0, y, arrays, dy);
  const single = await model.field(0, tf.tensor2d([[0.7, -1.2]])).data();
  expect(dy[0]).toBeCloseTo(single[0] as number, 6);
  expect(dy[1]).toBeCloseTo(single[1] as number, 6);
});

test("Its derivative agrees with differences, for the state and for every parameter.", async () => {
  const { arrays, double } = await bothModels();
  const y = Float64Array.of(0.7, -1.2);
  const cotangent = Float64Array.of(0.4, -0.9);
  const yBar = new Float64Array(2);
  const bars = arrays.map((array) => new Float64Array(array.length));
  double.vjp?.(0, y, arrays, cotangent, yBar, bars);
  const value = () => {
    const dy = new Float64Array(2);
    double.evaluate(0, y, arrays, dy);
    return 0.4 * (dy[0] as number) - 0.9 * (dy[1] as number);
  };
  const difference = (array: Float64Array, i: number) => {
    const old = array[i] as number;
    array[i] = old + 1e-6;
    const up = value();
    array[i] = old - 1e-6;
    const down = value();
    array[i] = old;
    return (up - down) / 2e-6;
  };
  [y, ...arrays].forEach((array, which) => {
    const bar = [yBar, ...bars][which] as Float64Array;
    array.forEach((_, i) => {
      expect(bar[i]).toBeCloseTo(difference(array, i), 8);
    });
  });
});
