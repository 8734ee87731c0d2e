import { type Complex, complex, expectNoLeaks } from "@symplectic-adjoint/testing";
import * as tf from "@tensorflow/tfjs";
import { afterEach, describe, expect, test } from "vitest";
import { type OdeBlockArgs, odeBlock, registerOdeBlock } from "../src/index.js";
import { fiveFunctions } from "./support/five-functions.js";
import { affine, at, differences, distance, rk4, valuesOf } from "./support/plain.js";

const tensors = () => tf.memory().numTensors;
const rows = [
  [0.7, -0.4],
  [-1.2, 0.3],
];
const [STEPS, END] = [3, 0.8];

/** f(y), or f([y, t]) with `inputs` = 3. */
function newDynamics(inputs: number, outputs = 2): tf.Sequential {
  const initializer = (seed: number) => tf.initializers.randomNormal({ stddev: 0.6, seed });
  return tf.sequential({
    layers: [
      tf.layers.dense({
        units: 4,
        activation: "tanh",
        inputShape: [inputs],
        kernelInitializer: initializer(1),
        biasInitializer: initializer(2),
      }),
      tf.layers.dense({ units: outputs, kernelInitializer: initializer(3) }),
    ],
  });
}

function newModel(args: Partial<OdeBlockArgs> = {}): tf.Sequential {
  const augment = args.augment ?? 0;
  const inputs = 2 + augment + (args.time === true ? 1 : 0);
  const dynamics = newDynamics(inputs, 2 + augment);
  const kernelInitializer = tf.initializers.randomNormal({ seed: 4 });
  return tf.sequential({
    layers: [
      odeBlock({ dynamics, inputShape: [2], endTime: END, ...args }),
      tf.layers.dense({ units: 1, kernelInitializer }),
    ],
  });
}

const fixed = { method: "rk4", stepsPerInterval: STEPS } as const;

/** The sum of the outputs of the model, as loops in double precision. */
function plainSum(
  values: ReadonlyArray<Float64Array>,
  { time = false, augment = 0 }: Partial<OdeBlockArgs>,
): number {
  const [W1, b1, W2, b2, W3, b3] = values as [
    Float64Array,
    ...Array<Float64Array>,
  ] as Array<Float64Array>;
  const layer = (x: ReadonlyArray<Complex>, W?: Float64Array, b?: Float64Array) =>
    affine(x, W as Float64Array, b);
  return rows.reduce((sum, row) => {
    const f = (t: number, y: ReadonlyArray<number>) => {
      const x = (time ? [...y, t] : y).map((v) => complex(v));
      return layer(
        layer(x, W1, b1).map((v) => v.tanh()),
        W2,
        b2,
      ).map(({ re }) => re);
    };
    const y = rk4(f, [...row, ...new Array<number>(augment).fill(0)], [0, END], STEPS);
    return (
      sum +
      (
        layer(
          y.map((v) => complex(v)),
          W3,
          b3,
        )[0] as Complex
      ).re
    );
  }, 0);
}

afterEach(() => {
  expect(tensors()).toBe(0);
});

describe.each([
  ["of y", {}],
  ["of y and t", { time: true }],
  ["with two more dimensions", { augment: 2 }],
] as const)("A block with dynamics %s", (_, args) => {
  test.each(fiveFunctions)("has the value and the gradient of loops, by %s.", (name, __) => {
    const model = newModel({ ...args, ...fixed, odeint: name as "odeint" });
    const x = tf.tensor2d(rows);
    const weights = model.trainableWeights.map((weight) => weight.read() as tf.Variable);
    const values = valuesOf(weights);
    const { value, grads } = tf.variableGrads(
      () => tf.sum(model.apply(x) as tf.Tensor) as tf.Scalar,
      weights,
    );
    const found = valuesOf(weights.map((each) => grads[each.name] as tf.Tensor));
    const loss = (arrays: ReadonlyArray<Float64Array>) => plainSum(arrays, args);
    expect(Math.abs(at(value.dataSync(), 0) - loss(values))).toBeLessThan(1e-5);
    const bound = name === "odeintAdjoint" ? 3e-3 : 1e-5;
    expect(distance(found, differences(loss, values))).toBeLessThan(bound);
    tf.dispose([x, value, grads]);
    model.dispose();
  });

  test("is saved and loaded with its weights and options.", async () => {
    const model = newModel({ ...args, rtol: 1e-4, atol: 1e-5, name: "flow" });
    const saved: Array<tf.io.ModelArtifacts> = [];
    await model.save(
      tf.io.withSaveHandler(async (artifacts) => {
        saved.push(JSON.parse(JSON.stringify({ ...artifacts, weightData: undefined })));
        (saved[0] as tf.io.ModelArtifacts).weightData = artifacts.weightData as ArrayBuffer;
        return { modelArtifactsInfo: { dateSaved: new Date(0), modelTopologyType: "JSON" } };
      }),
    );
    registerOdeBlock();
    const again = await tf.loadLayersModel(tf.io.fromMemory(saved[0] as tf.io.ModelArtifacts));
    const configs = [model, again].map(({ layers }) => layers[0]?.getConfig());
    expect(configs[1]).toEqual(configs[0]);
    expect(configs[1]).toMatchObject({
      ...args,
      rtol: 1e-4,
      atol: 1e-5,
      endTime: END,
      name: "flow",
    });
    tf.tidy(() => {
      const x = tf.tensor2d(rows);
      const outputs = [model, again].map((each) => (each.predict(x) as tf.Tensor).dataSync());
      expect(outputs[1]).toEqual(outputs[0]);
    });
    expect(again.trainableWeights.length).toBe(6);
    for (const each of [model, again]) each.dispose();
  });
});

test("model.fit learns, and leaves no tensors.", async () => {
  const model = newModel({ ...fixed, augment: 1 });
  const optimizer = tf.train.adam(0.05);
  model.compile({ optimizer, loss: "meanSquaredError" });
  const x = tf.randomNormal([32, 2], 0, 1, "float32", 1);
  const y = tf.tidy(() => tf.sum(tf.square(x), 1, true));
  const before = model.weights.map((weight) => weight.read().dataSync().slice());
  const { history } = await model.fit(x, y, {
    epochs: 12,
    batchSize: 16,
    verbose: 0,
    shuffle: false,
  });
  const losses = history.loss as Array<number>;
  expect(at(losses, 11)).toBeLessThan(0.5 * at(losses, 0));
  const after = model.weights.map((weight) => weight.read().dataSync());
  for (const [i, values] of before.entries()) expect(after[i]).not.toEqual(values);
  tf.dispose([x, y]);
  model.dispose();
  optimizer.dispose();
});

test("A block that is not trainable keeps its weights, and passes gradients on.", () => {
  const model = newModel({ ...fixed, trainable: false });
  expect(model.trainableWeights.length).toBe(2);
  expect(model.weights.length).toBe(6);
  const slope = tf.tidy(() =>
    tf
      .grad((x: tf.Tensor) => tf.sum(model.apply(x) as tf.Tensor))(tf.tensor2d(rows))
      .dataSync(),
  );
  expect(slope.every((v) => v !== 0)).toBe(true);
  model.dispose();
});

test("Refusals name the argument and say what to write.", () => {
  expectNoLeaks(tensors, () => {
    const inner = newDynamics(2, 3);
    expect(() =>
      odeBlock({ dynamics: inner, inputShape: [2] }).apply(tf.input({ shape: [2] })),
    ).toThrow("dynamics must have an output of the shape of the state, [batch, 2]");
    inner.dispose();
    const dynamics = tf.layers.dense({ units: 2 });
    expect(() => odeBlock({ dynamics, method: "rk5" as never })).toThrow("method must be");
    expect(() => odeBlock({ dynamics, rtoll: 1 } as never)).toThrow(
      "rtoll is not an option of odeBlock",
    );
    expect(() => odeBlock({ dynamics: (() => 0) as never })).toThrow(
      "dynamics must be a layer or a model",
    );
  });
});

test("A saved block of an unknown class of dynamics is refused.", () => {
  registerOdeBlock();
  const { classNameMap } = tf.serialization.SerializationMap.getMap();
  const [cls, fromConfig] = classNameMap.OdeBlock as (typeof classNameMap)[string];
  expect(() => fromConfig(cls, { dynamics: { className: "Mine", config: {} } })).toThrow(
    'dynamics of a saved odeBlock is of a class that is not known (got "Mine")',
  );
});
