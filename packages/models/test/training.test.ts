import { mkdtemp, readdir, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { CheckpointError } from "@symplectic-adjoint/core";
import { expectNoLeaks } from "@symplectic-adjoint/testing";
import * as tf from "@tensorflow/tfjs";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import {
  clipByGlobalNorm,
  exponentialSchedule,
  odeBlock,
  registerOdeBlock,
  resumeTraining,
  saveTraining,
  setLearningRate,
  type TrainingStore,
} from "../src/index.js";
import { fileHandler } from "../src/node/index.js";
import { at, distance, valuesOf } from "./support/plain.js";

const tensors = () => tf.memory().numTensors;

let folder = "";
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "models-"));
});
afterAll(() => rm(folder, { recursive: true }));

/** A handler that keeps what it is given. */
function inMemory(): TrainingStore {
  let kept: tf.io.ModelArtifacts | undefined;
  return {
    exists: async () => kept !== undefined,
    async save(artifacts) {
      kept = artifacts;
      return { modelArtifactsInfo: { dateSaved: new Date(0), modelTopologyType: "JSON" } };
    },
    load: async () => kept as tf.io.ModelArtifacts,
  };
}

/** Two variables that an optimizer moves, and the loss. */
function newTraining(optimizer: tf.Optimizer = tf.train.adam(0.1)) {
  const variables = tf.tidy(() => [
    tf.variable(
      tf.tensor2d([
        [1, -2],
        [0.5, 3],
      ]),
    ),
    tf.variable(tf.tensor1d([0.3, -0.7])),
  ]) as [tf.Variable, tf.Variable];
  const loss = () => {
    const [W, b] = variables;
    return tf.sum(tf.square(tf.add(tf.sin(W), tf.mul(b, b)))) as tf.Scalar;
  };
  return {
    variables,
    optimizer,
    step: () => optimizer.minimize(loss, false, variables),
    dispose() {
      tf.dispose(variables);
      disposeOptimizer(optimizer);
    },
  };
}

describe("A training that is interrupted and resumed", () => {
  test.each([
    ["in memory", () => inMemory()],
    ["in a file", () => fileHandler(join(folder, "training.bin"))],
  ])("%s is one that was not.", async (_, newStore) => {
    await expectNoLeaks(tensors, async () => {
      const whole = newTraining();
      for (let i = 0; i < 6; i++) whole.step();
      const first = newTraining();
      for (let i = 0; i < 3; i++) first.step();
      const store = newStore();
      expect(await resumeTraining(store, state(first))).toBeUndefined();
      await saveTraining(store, { ...state(first), progress: { iteration: 3, best: 0.5 } });
      first.dispose();

      const second = newTraining();
      expect(await resumeTraining(store, state(second))).toEqual({ iteration: 3, best: 0.5 });
      expect(second.optimizer.iterations).toBe(3);
      for (let i = 0; i < 3; i++) second.step();
      // Adam's powers of β are computed anew, with other roundings.
      expect(distance(valuesOf(second.variables), valuesOf(whole.variables))).toBeLessThan(1e-5);
      second.dispose();
      whole.dispose();
    });
  });

  test.each([
    ["sgd", () => tf.train.sgd(0.1)],
    ["momentum", () => tf.train.momentum(0.1, 0.9)],
    ["rmsprop", () => tf.train.rmsprop(0.01)],
    ["adagrad", () => tf.train.adagrad(0.1)],
    ["adadelta", () => tf.train.adadelta(0.1)],
  ])("goes on bitwise with %s.", async (_, newOptimizer) => {
    const whole = newTraining(newOptimizer());
    for (let i = 0; i < 4; i++) whole.step();
    const first = newTraining(newOptimizer());
    for (let i = 0; i < 2; i++) first.step();
    const store = inMemory();
    await saveTraining(store, state(first));
    const second = newTraining(newOptimizer());
    expect(await resumeTraining(store, state(second))).toEqual({});
    for (let i = 0; i < 2; i++) second.step();
    expect(valuesOf(second.variables)).toEqual(valuesOf(whole.variables));
    for (const each of [whole, first, second]) each.dispose();
  });

  test("is refused if it is another one, and changes nothing.", async () => {
    await expectNoLeaks(tensors, async () => {
      const store = inMemory();
      const saved = newTraining();
      saved.step();
      await saveTraining(store, state(saved));
      const other = newTraining(tf.train.rmsprop(0.1));
      const before = valuesOf(other.variables);
      const [W, b] = other.variables;
      const refused = async (training: Parameters<typeof resumeTraining>[1], message: string) => {
        const error: unknown = await resumeTraining(store, training).catch((e: unknown) => e);
        expect(error).toBeInstanceOf(CheckpointError);
        expect((error as Error).message).toContain(message);
      };
      await refused({ variables: [W] }, "has 2 variables, and there are 1");
      await refused(
        { variables: [b, W] },
        "has the shape [2,2] for variable 0, whose shape is [2]",
      );
      await refused({ variables: [W, b] }, "has the optimizer Adam, and there is none");
      await refused(state(other), "has the optimizer Adam, and there is RMSProp");
      await refused(state(saved), "an optimizer that has made 1 steps");
      expect(valuesOf(other.variables)).toEqual(before);
      await expect(saveTraining("nowhere://x", state(saved))).rejects.toThrow(
        'target has no handler here (got "nowhere://x"). Write "indexeddb://training"',
      );
      saved.dispose();
      other.dispose();
    });
  });
});

describe("A file", () => {
  test("is replaced in one piece, or not at all.", async () => {
    const path = join(folder, "whole.bin");
    const file = fileHandler(path);
    await file.save({ modelTopology: { n: 1 }, weightData: Uint8Array.of(1, 2, 10, 3).buffer });
    const before = await readFile(path);
    const unwritable = { modelTopology: { n: 2 }, weightData: [Symbol("no buffer")] as never };
    await expect(file.save(unwritable)).rejects.toThrow("cannot be written");
    await expect(fileHandler(join(folder, "no", "folder")).save({})).rejects.toBeInstanceOf(
      CheckpointError,
    );
    expect(await readFile(path)).toEqual(before);
    expect((await readdir(folder)).filter((name) => name.endsWith(".tmp"))).toEqual([]);
    const { modelTopology, weightData } = await file.load();
    expect(modelTopology).toEqual({ n: 1 });
    expect([...new Uint8Array(weightData as ArrayBuffer)]).toEqual([1, 2, 10, 3]);
  });

  test("that is damaged or missing is refused.", async () => {
    const path = join(folder, "damaged.bin");
    await fileHandler(path).save({ weightData: new Uint8Array(8).buffer });
    const content = await readFile(path);
    await writeFile(path, content.subarray(0, content.length - 1));
    await expect(fileHandler(path).load()).rejects.toThrow("is damaged");
    await expect(fileHandler(join(folder, "missing")).load()).rejects.toThrow("cannot be read");
  });

  test("holds a layers model with an ODE block.", async () => {
    await expectNoLeaks(tensors, async () => {
      const dynamics = tf.layers.dense({ units: 2, activation: "tanh" });
      const model = tf.sequential({ layers: [odeBlock({ dynamics, inputShape: [2] })] });
      const file = fileHandler(join(folder, "model.bin"));
      await model.save(file);
      registerOdeBlock();
      const again = await tf.loadLayersModel(file);
      tf.tidy(() => {
        const x = tf.tensor2d([[1, -1]]);
        const [a, b] = [model, again].map((each) => (each.predict(x) as tf.Tensor).dataSync());
        expect(b).toEqual(a);
      });
      for (const each of [model, again]) each.dispose();
    });
  });
});

test("Gradients are clipped together to a norm, and small ones are kept.", () => {
  expectNoLeaks(tensors, () => {
    tf.tidy(() => {
      const grads = { a: tf.tensor1d([3, 0]), b: tf.tensor2d([[0], [-4]]) };
      const valuesAt = (named: typeof grads | { huge: tf.Tensor }, norm: number) =>
        valuesOf(clipByGlobalNorm(named, norm).map(({ tensor }) => tensor));
      expect(clipByGlobalNorm(grads, 1).map(({ name }) => name)).toEqual(["a", "b"]);
      const clipped = [
        [0.6, 0],
        [0, -0.8],
      ];
      expect(distance(valuesAt(grads, 1), clipped)).toBeLessThan(1e-6);
      expect(valuesAt(grads, 6)).toEqual(valuesOf([grads.a, grads.b]));
      // Squares that overflow in float32.
      expect(distance(valuesAt({ huge: tf.scalar(1e30) }, 1e25), [[1e25]])).toBeLessThan(1e-6);
    });
  });
});

test("A rate decays exponentially, and can be set on every optimizer.", () => {
  const rate = exponentialSchedule({ initial: 0.1, factor: 0.5, every: 10 });
  expect([0, 10, 20].map(rate)).toEqual([0.1, 0.05, 0.025]);
  expect(Math.abs(rate(5) - 0.1 * Math.SQRT1_2)).toBeLessThan(1e-15);
  const { sgd, momentum, adagrad, adadelta, adam, adamax, rmsprop } = tf.train;
  const plain = [sgd(1), momentum(1, 0.5), adagrad(1), adadelta(1)];
  const optimizers = [...plain, adam(1), adamax(1), rmsprop(1)];
  for (const optimizer of optimizers) {
    setLearningRate(optimizer, 0.25);
    expect(optimizer.getConfig()).toMatchObject({ learningRate: 0.25 });
  }
  // The step of sgd is the rate times the gradient.
  const x = tf.tidy(() => tf.variable(tf.scalar(2)));
  optimizers[0]?.minimize(() => tf.square(x) as tf.Scalar, false, [x]);
  expect(at(x.dataSync(), 0)).toBe(1);
  x.dispose();
  for (const optimizer of optimizers) disposeOptimizer(optimizer);
  expect(() => setLearningRate({} as never, 1)).toThrow("optimizer has no learning rate");
});

/** What is saved and resumed. */
function state({ variables, optimizer }: ReturnType<typeof newTraining>) {
  return { variables, optimizer };
}

/** TensorFlow.js forgets a tensor of momentum. */
function disposeOptimizer(optimizer: tf.Optimizer): void {
  optimizer.dispose();
  const { c } = optimizer as { c?: tf.Tensor };
  if (c?.isDisposed === false) c.dispose();
}
