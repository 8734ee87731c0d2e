import { tensorOperations, tfjs } from "@symplectic-adjoint/backend-tfjs";
import { maxRelativeError } from "@symplectic-adjoint/testing";
import * as tf from "@tensorflow/tfjs";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { type NodeEngineInUse, useNode } from "../src/index.js";
import { hasTfjsNode, loadFromCache } from "./tfjs-node.js";

// More than is read: these leaves are measured by the library.
const LARGE = 70_001;

describe.skipIf(!hasTfjsNode)("useNode on libtensorflow", () => {
  let node: NodeEngineInUse;
  let tensors = 0;

  beforeAll(async () => {
    await tf.setBackend("cpu");
    node = await useNode(loadFromCache);
    tensors = tf.memory().numTensors;
  });

  afterAll(async () => {
    expect(tf.memory().numTensors).toBe(tensors);
    await node.undo();
    expect(tf.getBackend()).toBe("cpu");
    expect(tf.getKernel("TanhGrad", "tensorflow")).toBeUndefined();
  });

  const wave = (frequency: number, size = LARGE): tf.Tensor =>
    tf.tensor1d(Float32Array.from({ length: size }, (_, i) => Math.sin(frequency * i + 1)));

  test("is active, and reports its device.", () => {
    expect(tf.getBackend()).toBe("tensorflow");
    expect(node.device).toBe("cpu");
  });

  test("measures the error of a large leaf as the formula does.", () => {
    tf.tidy(() => {
      const [error, from, to] = [wave(0.1), wave(0.2), wave(0.3)] as const;
      const values = [error, from, to].map((x) => x.dataSync());
      let sum = 0;
      for (let i = 0; i < LARGE; i++) {
        const [e = 0, a = 0, b = 0] = values.map((row) => row[i]);
        sum += (e / (1e-3 + 1e-2 * Math.max(Math.abs(a), Math.abs(b)))) ** 2;
      }
      const norm = tfjs.errorNorm([error], [from], [to], { rtol: [1e-2], atol: [1e-3] });
      expect(typeof norm).toBe("number");
      expect(maxRelativeError([norm as number], [Math.sqrt(sum / LARGE)])).toBeLessThan(1e-5);
    });
  });

  test.each(["error", "from", "to"] as const)(
    "propagates NaN and infinity in a large %s.",
    (spoiled) => {
      for (const value of [Number.NaN, Number.POSITIVE_INFINITY]) {
        tf.tidy(() => {
          const bad = wave(0.1).dataSync().slice();
          bad[LARGE - 2] = value;
          const states: Record<"error" | "from" | "to", tf.Tensor> = {
            error: wave(0.1),
            from: wave(0.2),
            to: wave(0.3),
          };
          states[spoiled] = tf.tensor1d(bad);
          const { error, from, to } = states;
          const norm = tfjs.errorNorm([error], [from], [to], { rtol: [1e-2], atol: [1e-3] });
          expect(Number.isFinite(norm)).toBe(false);
        });
      }
    },
  );

  test("combines large and small leaves as ordinary operations do.", () => {
    tf.tidy(() => {
      const terms = [0.1, 0.2, 0.3, 0.4].map((frequency) => [wave(frequency), wave(frequency, 5)]);
      const weights = [0.5, 0, -0.25, 2];
      const ours = tfjs.linearCombination(terms[0], 0.1, weights, terms);
      const ordinary = tensorOperations.linearCombination(terms[0], 0.1, weights, terms);
      for (const [i, leaf] of ours.entries()) {
        const difference = tf.max(tf.abs(tf.sub(leaf, ordinary[i] as tf.Tensor))).dataSync()[0];
        // Two roundings of numbers below 2.
        expect(difference).toBeLessThan(5e-7);
      }
    });
  });

  test("differentiates tanh, sigmoid, relu and softplus by one operation each.", () => {
    const functions = {
      TanhGrad: [tf.tanh, (y: number) => 1 - y * y, "y"],
      SigmoidGrad: [tf.sigmoid, (y: number) => y * (1 - y), "y"],
      ReluGrad: [tf.relu, (x: number) => (x > 0 ? 1 : 0), "x"],
      SoftplusGrad: [tf.softplus, (x: number) => 1 / (1 + Math.exp(-x)), "x"],
    } as const;
    for (const [name, [f, derivative, input]] of Object.entries(functions)) {
      tf.tidy(() => {
        const x = wave(1, 9);
        const saved = input === "y" ? f(x) : x;
        const dy = wave(2, 9);
        const dx = tf.engine().runKernel(name, { dy, [input]: saved }) as tf.Tensor;
        const g = dy.dataSync();
        const expected = Array.from(saved.dataSync(), (v, i) => (g[i] as number) * derivative(v));
        expect(maxRelativeError(dx.dataSync(), expected)).toBeLessThan(1e-5);
      });
    }
  });

  test("reshapes to the same shape by a second handle, and sums over any axes.", () => {
    tf.tidy(() => {
      const x = tf.tensor2d([1, 2, 3, 4, 5, 6], [2, 3]);
      const same = tf.reshape(x, [2, 3]);
      expect(same.dataId).toBe(x.dataId);
      x.dispose();
      expect(Array.from(same.dataSync())).toEqual([1, 2, 3, 4, 5, 6]);
      expect(Array.from(tf.reshape(same, [3, 2]).dataSync())).toEqual([1, 2, 3, 4, 5, 6]);
      expect(Array.from(tf.sum(same, 0).dataSync())).toEqual([5, 7, 9]);
      expect(tf.sum(same, 1, true).shape).toEqual([2, 1]);
      expect(tf.sum(same).dataSync()[0]).toBe(21);
      expect(tf.sum(tf.cast(same, "int32"), -1).arraySync()).toEqual([6, 15]);
    });
  });
});
