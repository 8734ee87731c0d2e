import { expectNoLeaks, only } from "@symplectic-adjoint/testing";
import * as tf from "@tensorflow/tfjs";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { type CnfOptions, cnf, cnfDynamics, flowFunction, flowNetwork } from "../src/index.js";
import { fiveFunctions } from "./support/five-functions.js";
import { at, distance, valuesOf } from "./support/plain.js";

const tensors = () => tf.memory().numTensors;

describe("The density of a linear flow", () => {
  // z' = Az for column vectors: rows are multiplied by the transpose.
  const transposed = () =>
    tf.tensor2d([
      [0.3, 0.2],
      [-0.7, -0.5],
    ]);
  const KNOWN = -2.762493206031106;

  test("is known, by tf.grad.", () => {
    expectNoLeaks(tensors, () => {
      tf.tidy(() => {
        const A = transposed();
        const field = flowFunction((_t, z) => tf.matMul(z, A as tf.Tensor2D), {
          dimension: 2,
          variables: [],
        });
        const flow = cnf({ fields: [field], endTime: 0.8, options: { rtol: 1e-6, atol: 1e-7 } });
        const [found] = flow.logDensity(tf.tensor2d([[0.4, -1.1]])).dataSync();
        expect(Math.abs((found as number) - KNOWN)).toBeLessThan(2e-6);
      });
    });
  });

  test.each([false, true])(
    "is known, by tangents, with a trained end time: %s.",
    (trainEndTime) => {
      expectNoLeaks(tensors, () => {
        const field = flowNetwork({ dimension: 2, hidden: [], layer: "dense" });
        tf.tidy(() => {
          (field.variables[0] as tf.Variable).assign(transposed());
          (field.variables[1] as tf.Variable).assign(tf.zeros([2]));
        });
        const options = { rtol: 1e-6, atol: 1e-7 };
        const flow = cnf({ fields: [field], endTime: 0.8, trainEndTime, options });
        const x = tf.tensor2d([[0.4, -1.1]]);
        const density = flow.logDensity(x);
        expect(Math.abs(at(density.dataSync(), 0) - KNOWN)).toBeLessThan(2e-6);
        tf.dispose([x, density]);
        flow.dispose();
      });
    },
  );
});

const T = 0.9;
const rows = [
  [0.4, -1.1],
  [-0.8, 0.2],
  [1.3, 0.6],
];
const seed = 5;

describe("A flow of two blocks", () => {
  let x: tf.Tensor2D;
  const newFlow = (trainEndTime: boolean, more: Partial<CnfOptions> = {}) =>
    cnf({
      fields: [11, 12].map((each) => flowNetwork({ dimension: 2, hidden: [4], seed: each })),
      endTime: T,
      trainEndTime,
      ...more,
    });
  beforeAll(() => {
    x = tf.tensor2d(rows);
  });
  afterAll(() => x.dispose());

  test("transforms and inverts, and its samples come from its density.", () => {
    expectNoLeaks(tensors, () => {
      const flow = newFlow(true, { options: { rtol: 1e-5, atol: 1e-6 } });
      const z = flow.transform(x);
      const back = flow.invert(z);
      expect(distance(valuesOf([back]), [rows.flat()])).toBeLessThan(1e-4);
      const samples = flow.sample(5, { seed });
      const base = tf.randomNormal([5, 2], 0, 1, "float32", seed) as tf.Tensor2D;
      const again = flow.transform(samples);
      expect(distance(valuesOf([again]), valuesOf([base]))).toBeLessThan(1e-4);
      tf.dispose([z, back, samples, base, again]);
      flow.dispose();
    });
  });

  test("has a density that integrates to 1 on a grid.", () => {
    const flow = newFlow(true, { options: { method: "rk4", stepsPerInterval: 8 } });
    const [n, half] = [60, 9];
    const h = (2 * half) / n;
    const axis = Array.from({ length: n }, (_, i) => -half + (i + 0.5) * h);
    const integral = tf.tidy(() => {
      const grid = tf.tensor2d(axis.flatMap((p) => axis.map((q) => [p, q])));
      return at(tf.mul(tf.sum(tf.exp(flow.logDensity(grid))), h * h).dataSync(), 0);
    });
    expect(Math.abs(integral - 1)).toBeLessThan(2e-3);
    flow.dispose();
  });

  test("learns: its loss on shifted data falls.", () => {
    const flow = newFlow(true, { options: { method: "rk4", stepsPerInterval: 2 } });
    const optimizer = tf.train.adam(0.05);
    const data = tf.tidy(() =>
      tf.add(tf.mul(tf.randomNormal([32, 2], 0, 1, "float32", 3), 0.4), [2, -1]),
    ) as tf.Tensor2D;
    const losses = Array.from({ length: 15 }, (_, i) => {
      const variables = [...flow.variables];
      const loss = optimizer.minimize(() => flow.loss(data, { seed: i }), true, variables);
      const value = at((loss as tf.Scalar).dataSync(), 0);
      loss?.dispose();
      return value;
    });
    expect(at(losses, 14)).toBeLessThan(at(losses, 0) - 0.5);
    data.dispose();
    optimizer.dispose();
    flow.dispose();
  });

  test("refuses wrong data, and says what it should be.", () => {
    expectNoLeaks(tensors, () => {
      const flow = newFlow(false);
      tf.tidy(() => {
        expect(() => flow.loss(tf.zeros([3, 3]))).toThrow("x must have the shape [any, 2]");
        expect(() => flow.logDensity([[1, 2]] as never)).toThrow("x must be a tensor");
        expect(() => flow.sample(0)).toThrow("rows must be a positive integer (got 0)");
        expect(() => flow.loss(x, { divergence: "exact", kinetic: 1 })).toThrow(
          'Write divergence: "hutchinson"',
        );
      });
      flow.dispose();
    });
  });

  test("leaves nothing if a solve fails.", () => {
    expectNoLeaks(tensors, () => {
      const flow = newFlow(true, { options: { maxNumSteps: 2, rtol: 1e-7, atol: 1e-8 } });
      expect(() => flow.logDensity(x)).toThrow("steps");
      expect(() => flow.loss(x, { kinetic: 1 })).toThrow("steps");
      expect(() => flow.sample(3)).toThrow("steps");
      flow.dispose();
    });
  });
});

test("Rademacher noise is 1 or −1 in equal parts.", () => {
  const seen: Array<number> = [];
  const field = flowFunction((_t, z) => z, { dimension: 2, variables: [] });
  const watched = {
    ...field,
    jacobianProduct: (_t: unknown, z: tf.Tensor, vector: tf.Tensor) => {
      seen.push(...vector.dataSync());
      return { value: z, product: vector };
    },
  };
  const options = { method: "euler" } as const;
  const flow = cnf({ fields: [watched], options });
  tf.tidy(() => {
    flow.loss(tf.zeros([500, 2]), { noise: "rademacher", seed: 1 });
  });
  expect(new Set(seen)).toEqual(new Set([1, -1]));
  expect(Math.abs(seen.reduce((sum, x) => sum + x, 0))).toBeLessThan(100);
});

test("The dynamics can be solved by hand, with the parameters listed.", () => {
  const field = flowNetwork({ dimension: 2, hidden: [4], seed: 11 });
  const f = cnfDynamics(field);
  tf.tidy(() => {
    const x = tf.tensor2d(rows);
    const [, odeint] = only([fiveFunctions[4]]) as (typeof fiveFunctions)[number];
    const [z, l] = odeint(f as never, [x, tf.zeros([3, 1])] as [tf.Tensor, tf.Tensor], [0, T]);
    const flow = cnf({ fields: [field], endTime: T });
    const density = tf.sub(
      tf.sum(tf.mul(tf.square(tf.slice(z, [1, 0, 0], [1, 3, 2])), -0.5), 2),
      tf.add(tf.reshape(tf.slice(l, [1, 0, 0], [1, 3, 1]), [1, 3]), Math.log(2 * Math.PI)),
    );
    expect(distance(valuesOf([flow.logDensity(x)]), valuesOf([density]))).toBeLessThan(1e-5);
  });
  field.dispose();
});
