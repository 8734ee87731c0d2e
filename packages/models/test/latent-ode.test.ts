import { expectNoLeaks } from "@symplectic-adjoint/testing";
import * as tf from "@tensorflow/tfjs";
import { describe, expect, test } from "vitest";
import { irregularSeries, latentOde, type Observations } from "../src/index.js";
import { fiveFunctions } from "./support/five-functions.js";
import { at, differences, distance, rk4, valuesOf } from "./support/plain.js";

const tensors = () => tf.memory().numTensors;
const samples: ReadonlyArray<Observations> = [
  { times: [0.1, 0.5, 0.9], values: [[0.3], [-0.4], [0.8]] },
  { times: [0, 0.5], values: [[1.1], [0.2]] },
];
const union = [0, 0.1, 0.5, 0.9];
const [LATENT, WIDTH, HIDDEN, STEPS, NOISE, seed] = [2, 3, 4, 2, 0.5, 6];

const linear = (x: ReadonlyArray<number>, W: Float64Array, b: Float64Array) =>
  Array.from(b, (bias, k) => x.reduce((sum, v, i) => sum + v * at(W, i * b.length + k), bias));
const network = (x: ReadonlyArray<number>, values: ReadonlyArray<Float64Array>) => {
  const [W, b, V, c] = values as [Float64Array, Float64Array, Float64Array, Float64Array];
  return linear(linear(x, W, b).map(Math.tanh), V, c);
};
const sigmoid = (x: number) => 1 / (1 + Math.exp(-x));

/** The evidence lower bound as loops in double precision, which skip what is not observed. */
function plainElbo(
  values: ReadonlyArray<Float64Array>,
  draw: ReadonlyArray<number>,
  klWeight: number,
): number {
  const [W, b, V, a, O, o] = values as ReadonlyArray<Float64Array> as [
    Float64Array,
    Float64Array,
    Float64Array,
    Float64Array,
    Float64Array,
    Float64Array,
  ];
  const [dynamics, decoder] = [values.slice(6, 10), values.slice(10, 14)];
  let total = 0;
  for (const [n, { times, values: data }] of samples.entries()) {
    let h: Array<number> = new Array(WIDTH).fill(0);
    // The first observation read waits since the last of all times.
    let read = at(union, 3);
    for (let i = times.length - 1; i >= 0; i--) {
      const input = [...(data[i] as ReadonlyArray<number>), read - at(times, i)];
      read = at(times, i);
      const gates = linear([...input, ...h], W, b).map(sigmoid);
      const [r, u] = [gates.slice(0, WIDTH), gates.slice(WIDTH)];
      const c = linear([...input, ...h.map((v, k) => v * at(r, k))], V, a).map(Math.tanh);
      h = h.map((v, k) => at(u, k) * v + (1 - at(u, k)) * at(c, k));
    }
    const both = linear(h, O, o);
    const [mean, logVariance] = [both.slice(0, LATENT), both.slice(LATENT)];
    let z = mean.map((m, k) => m + Math.exp(at(logVariance, k) / 2) * at(draw, n * LATENT + k));
    for (const [i, t] of union.entries()) {
      if (i > 0) z = rk4((_t, y) => network(y, dynamics), z, [at(union, i - 1), t], STEPS);
      const k = times.indexOf(t);
      if (k < 0) continue;
      const error = (at(network(z, decoder), 0) - at(data[k] as Array<number>, 0)) / NOISE;
      total += -0.5 * error * error - Math.log(NOISE) - 0.5 * Math.log(2 * Math.PI);
    }
    for (const [k, m] of mean.entries()) {
      const lv = at(logVariance, k);
      total -= (klWeight / 2) * (m * m + Math.exp(lv) - lv - 1);
    }
  }
  return total / samples.length;
}

const newModel = (odeint = fiveFunctions[4]?.[1]) =>
  latentOde({
    dimension: 1,
    latent: LATENT,
    recurrent: WIDTH,
    hidden: [HIDDEN],
    noise: NOISE,
    seed: 3,
    odeint,
    options: { method: "rk4", stepsPerInterval: STEPS },
  });

test("Series are put at the union of their times.", () => {
  expectNoLeaks(tensors, () => {
    const { times, values, mask } = irregularSeries(samples);
    expect(times).toEqual(union);
    expect(mask.arraySync()).toEqual([
      [0, 1, 1, 1],
      [1, 0, 1, 0],
    ]);
    const wanted = [0, 0.3, -0.4, 0.8, 1.1, 0, 0.2, 0];
    expect(distance(valuesOf([values]), [wanted])).toBeLessThan(1e-7);
    tf.dispose([values, mask]);
  });
});

describe("A latent ODE", () => {
  const reference: Array<{ loss: number; gradient: Array<Float64Array> }> = [];

  test.each(fiveFunctions)(
    "has the evidence lower bound and gradient of loops, by %s.",
    (name, odeint) => {
      expectNoLeaks(tensors, () => {
        const model = newModel(odeint);
        const series = irregularSeries(samples);
        const noise = tf.randomNormal([2, LATENT], 0, 1, "float32", seed);
        const draw = [...noise.dataSync()];
        const variables = [...model.variables];
        const values = valuesOf(variables);
        const loss64 = (arrays: ReadonlyArray<Float64Array>) => plainElbo(arrays, draw, 0.7);
        reference[0] ??= { loss: loss64(values), gradient: differences(loss64, values) };
        const loss = () => model.elbo(series, { seed, klWeight: 0.7 });
        const { value, grads } = tf.variableGrads(loss, variables);
        const found = valuesOf(variables.map((each) => grads[each.name] as tf.Tensor));
        expect(Math.abs(at(value.dataSync(), 0) - reference[0].loss)).toBeLessThan(1e-5);
        const bound = name === "odeintAdjoint" ? 1e-3 : 1e-5;
        expect(distance(found, reference[0].gradient)).toBeLessThan(bound);
        tf.dispose([value, grads, noise, series.values, series.mask]);
        model.dispose();
      });
    },
  );

  test("predicts at other times what it predicts at its own.", () => {
    expectNoLeaks(tensors, () => {
      const model = newModel();
      const series = irregularSeries(samples);
      tf.tidy(() => {
        const own = model.predict(series);
        const others = model.predict(series, [0, 0.1, 0.5]);
        expect(own.shape).toEqual([2, 4, 1]);
        const first = tf.slice(own, [0, 0, 0], [2, 3, 1]);
        expect(distance(valuesOf([others]), valuesOf([first]))).toBeLessThan(1e-6);
        const { mean, logVariance } = model.encode(series);
        expect([mean.shape, logVariance.shape]).toEqual([
          [2, 2],
          [2, 2],
        ]);
        expect(() => model.predict(series, [0.1, 1])).toThrow("Begin the list with 0.");
        expect(() => model.elbo({ ...series, mask: tf.ones([2, 3]) })).toThrow(
          "series.mask must have the shape [2, 4]",
        );
      });
      tf.dispose([series.values, series.mask]);
      model.dispose();
    });
  });

  test("learns: its bound rises.", () => {
    const model = newModel();
    const series = irregularSeries(samples);
    const optimizer = tf.train.adam(0.1);
    const bounds = Array.from({ length: 12 }, () => {
      const loss = () => tf.neg(model.elbo(series, { seed })) as tf.Scalar;
      const value = optimizer.minimize(loss, true, [...model.variables]) as tf.Scalar;
      const bound = -at(value.dataSync(), 0);
      value.dispose();
      return bound;
    });
    expect(at(bounds, 11)).toBeGreaterThan(at(bounds, 0) + 0.5);
    tf.dispose([series.values, series.mask]);
    optimizer.dispose();
    model.dispose();
  });
});
