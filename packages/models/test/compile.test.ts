import { ownBackend } from "@symplectic-adjoint/core";
import { expectNoLeaks } from "@symplectic-adjoint/testing";
import * as tf from "@tensorflow/tfjs";
import { odeintSymplecticAdjoint } from "symplectic-adjoint";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import {
  type CnfLossOptions,
  type CnfOptions,
  cnf,
  flowFunction,
  flowNetwork,
  irregularSeries,
  type LatentOdeOptions,
  latentOde,
  type OdeBlockArgs,
  type Odeint,
  odeBlock,
} from "../src/index.js";
import { expectAgreement, lossAndGradients } from "./support/agreement.js";
import { countingCompile } from "./support/counting-compile.js";
import { fiveFunctions } from "./support/five-functions.js";
import { distance, valuesOf } from "./support/plain.js";

const fixed = { method: "rk4", stepsPerInterval: 4 } as const;
const tensors = () => tf.memory().numTensors;
const rows = (seed: number, count = 6) =>
  tf.randomNormal([count, 2], 0, 1, "float32", seed) as tf.Tensor2D;

const newFlow = (options: Partial<CnfOptions> = {}) =>
  cnf({
    fields: [1, 2].map((seed) => flowNetwork({ dimension: 2, hidden: [5, 4], seed })),
    ...{ endTime: 0.9, options: fixed, ...options },
  });
const newLatent = (options: Partial<LatentOdeOptions> = {}) =>
  latentOde({
    dimension: 1,
    latent: 3,
    recurrent: 4,
    hidden: [5],
    seed: 3,
    options: fixed,
    ...options,
  });
const newSeries = (shift = 0) =>
  irregularSeries([
    { times: [0.1, 0.5, 0.9], values: [[0.3 + shift], [-0.4], [0.8]] },
    { times: [0, 0.5], values: [[1.1], [0.2 - shift]] },
  ]);
function newBlock(args: Partial<OdeBlockArgs> = {}): tf.Sequential {
  const size = 2 + (args.augment ?? 0);
  const initializer = (seed: number) => tf.initializers.randomNormal({ stddev: 0.6, seed });
  const dense = (units: number, seed: number) => ({
    ...{ units, kernelInitializer: initializer(seed), biasInitializer: initializer(seed + 10) },
  });
  const dynamics = tf.sequential({
    layers: [
      tf.layers.dense({
        ...dense(4, 1),
        ...{ activation: "tanh", inputShape: [size + (args.time === true ? 1 : 0)] },
      }),
      tf.layers.dense(dense(size, 2)),
    ],
  });
  const block = odeBlock({ dynamics, inputShape: [2], ...fixed, ...args });
  return tf.sequential({ layers: [block, tf.layers.dense(dense(1, 3))] });
}
const weightsOf = (model: tf.LayersModel) =>
  model.trainableWeights.map((weight) => weight.read() as tf.Variable);

let before = 0;
beforeEach(() => {
  before = tensors();
});
afterEach(() => {
  expect(tensors()).toBe(before);
});

const losses: ReadonlyArray<readonly [name: string, options: CnfLossOptions]> = [
  ["the exact trace", { divergence: "exact" }],
  ["an estimated trace", { seed: 5 }],
  ["penalties", { seed: 5, kinetic: 0.1, jacobian: 0.2, noise: "rademacher" }],
];

describe.each(fiveFunctions)("Compiled, by %s,", (_, odeint) => {
  test.each(
    losses.flatMap(([name, options]) =>
      [false, true].map((trainEndTime) => ({ name, options, trainEndTime })),
    ),
  )(
    "a flow has the same loss and gradients, end time trained ($trainEndTime), with $name",
    (given) => {
      const { options, trainEndTime } = given;
      const x = rows(1);
      const { compile, counts } = countingCompile();
      const [found, expected] = [{ compile }, {}].map((choice) => {
        const flow = newFlow({ odeint, trainEndTime, ...choice });
        const result = lossAndGradients(() => flow.loss(x, options), flow.variables);
        flow.dispose();
        return result;
      }) as [ReturnType<typeof lossAndGradients>, ReturnType<typeof lossAndGradients>];
      x.dispose();
      expect(counts.functions).toBe(6);
      expect(counts.calls).toBeGreaterThan(0);
      expectAgreement(found, expected);
    },
  );

  test("a latent ODE has the same bound and gradients.", () => {
    const series = newSeries();
    const { compile, counts } = countingCompile();
    const [found, expected] = [{ compile }, {}].map((choice) => {
      const model = newLatent({ odeint, ...choice });
      const result = lossAndGradients(() => model.elbo(series, { seed: 4 }), model.variables);
      model.dispose();
      return result;
    }) as [ReturnType<typeof lossAndGradients>, ReturnType<typeof lossAndGradients>];
    tf.dispose([series.values, series.mask]);
    expect(counts).toMatchObject({ functions: 1 });
    expectAgreement(found, expected);
  });

  test.each([{}, { time: true }, { augment: 2 }] as const)(
    "a block has the same output and gradients: %j.",
    (args) => {
      const name = odeint.name as "odeint";
      const x = rows(2);
      const { compile, counts } = countingCompile();
      const [found, expected] = [{ compile }, {}].map((choice) => {
        const model = newBlock({ odeint: name, ...args, ...choice });
        const loss = () => tf.sum(model.apply(x) as tf.Tensor);
        const result = lossAndGradients(loss, weightsOf(model));
        model.dispose();
        return result;
      }) as [ReturnType<typeof lossAndGradients>, ReturnType<typeof lossAndGradients>];
      x.dispose();
      expect(counts).toMatchObject({ functions: 1 });
      expectAgreement(found, expected);
    },
  );
});

test("A compiled flow has the same densities, base variables and samples.", () => {
  const x = rows(3);
  const { compile } = countingCompile();
  const [found, expected] = [{ compile }, {}].map((choice) => {
    const flow = newFlow({ trainEndTime: true, options: { rtol: 1e-4, atol: 1e-4 }, ...choice });
    const results = [
      flow.logDensity(x),
      flow.transform(x),
      flow.invert(x),
      flow.sample(5, { seed: 1 }),
    ];
    const values = valuesOf(results);
    tf.dispose(results);
    flow.dispose();
    return values;
  }) as [Array<Float64Array>, Array<Float64Array>];
  x.dispose();
  for (const [i, values] of expected.entries())
    expect(distance([found[i] as Float64Array], [values])).toBeLessThan(1e-5);
});

test("A compiled function of a user as the field has the same loss and gradients.", () => {
  const x = rows(4);
  const w = tf.tidy(() => tf.variable(tf.tensor2d([0.3, 0.9, -0.7, 0.2], [2, 2])));
  const field = flowFunction((t, z) => tf.tanh(tf.matMul(z, tf.mul(w, tf.add(t, 1)))), {
    ...{ dimension: 2, variables: [w] },
  });
  const [found, expected] = [{ compile: countingCompile().compile }, {}].map((choice) =>
    lossAndGradients(
      () => cnf({ fields: [field], options: fixed, ...choice }).loss(x, { seed: 1 }),
      [w],
    ),
  ) as [ReturnType<typeof lossAndGradients>, ReturnType<typeof lossAndGradients>];
  tf.dispose([x, w]);
  expectAgreement(found, expected);
});

describe("Solves of one shape share programs:", () => {
  test("batches, noise and end times of a flow.", () => {
    const { compile, counts } = countingCompile();
    const flow = newFlow({ trainEndTime: true, compile });
    const optimizer = tf.train.sgd(0.1);
    const results: Array<number> = [];
    const train = (seed: number) => {
      const x = rows(seed);
      for (const options of [{ divergence: "exact" }, { seed }, { seed, kinetic: 1 }] as const)
        optimizer.minimize(() => flow.loss(x, options), false, [...flow.variables]);
      const found = [flow.logDensity(x), flow.sample(6, { seed }), flow.transform(x)];
      results.push(...(found[0] as tf.Tensor).dataSync());
      tf.dispose([x, found]);
    };
    train(1);
    const { calls } = counts;
    expect(calls).toBeGreaterThan(0);
    for (const seed of [2, 3]) train(seed);
    expect(counts).toEqual({ functions: 6, calls });
    // The data of each batch were used.
    expect(new Set(results).size).toBe(results.length);
    flow.dispose();
    optimizer.dispose();
  });

  test("series of a latent ODE.", () => {
    const { compile, counts } = countingCompile();
    const model = newLatent({ compile });
    const bound = (shift: number) => {
      const series = newSeries(shift);
      const value = model.elbo(series, { seed: 4 });
      const [number = 0] = value.dataSync();
      tf.dispose(value);
      tf.dispose([series.values, series.mask]);
      return number;
    };
    const first = bound(0);
    const { calls } = counts;
    expect(calls).toBeGreaterThan(0);
    expect(bound(0.5)).not.toBe(first);
    expect(counts).toEqual({ functions: 1, calls });
    model.dispose();
  });

  test("batches of model.fit.", async () => {
    const { compile, counts } = countingCompile();
    const model = newBlock({ compile, time: true });
    const optimizer = tf.train.adam(0.05);
    model.compile({ optimizer, loss: "meanSquaredError" });
    const x = rows(5, 32);
    const y = tf.tidy(() => tf.sum(tf.square(x), 1, true));
    const fit = (epochs: number) =>
      model.fit(x, y, { epochs, batchSize: 16, verbose: 0, shuffle: false });
    await fit(1);
    const { calls } = counts;
    expect(calls).toBeGreaterThan(0);
    const { history } = await fit(8);
    expect(counts).toEqual({ functions: 1, calls });
    const fitted = history.loss as Array<number>;
    expect(fitted[7]).toBeLessThan(fitted[0] as number);
    tf.dispose([x, y]);
    model.dispose();
    optimizer.dispose();
  });
});

test("Nothing is compiled without the option.", () => {
  const seen: Array<unknown> = [];
  const odeint = ((...args: Parameters<Odeint>) => {
    seen.push(args[0]);
    return odeintSymplecticAdjoint(...args);
  }) as Odeint;
  const solveAll = (choice: Partial<CnfOptions>) => {
    const [flow, latent, series, x] = [
      newFlow({ odeint, ...choice }),
      newLatent({ odeint, ...choice }),
      newSeries(),
      rows(1),
    ];
    tf.dispose([flow.loss(x, {}), flow.logDensity(x), flow.transform(x), latent.elbo(series)]);
    tf.dispose([x, series.values, series.mask]);
    for (const each of [flow, latent]) each.dispose();
    return seen.splice(0).map((f) => ownBackend in (f as object));
  };
  expect(solveAll({})).toEqual(new Array(7).fill(false));
  expect(solveAll({ compile: countingCompile().compile })).toEqual(new Array(7).fill(true));
});

test("A model is saved without its compiler.", () => {
  const { compile } = countingCompile();
  const [with_, without] = [newBlock({ compile, name: "a" }), newBlock({ name: "a" })];
  const configs = [with_, without].map(({ layers }) => Object.keys(layers[0]?.getConfig() ?? {}));
  expect(configs[0]).toEqual(configs[1]);
  for (const each of [with_, without]) each.dispose();
});

test("What does not compile is refused when the model is made.", () => {
  expectNoLeaks(tensors, () => {
    const field = flowNetwork({ dimension: 2, hidden: [2] });
    for (const [compile, message] of [
      [true, "compile must be a function"],
      [() => (t: number) => t, "compile must return a function that has the function with"],
      [() => undefined, "compile must return a function that has the function with"],
    ] as const)
      expect(() => cnf({ fields: [field], compile: compile as never })).toThrow(message);
    field.dispose();
  });
});
