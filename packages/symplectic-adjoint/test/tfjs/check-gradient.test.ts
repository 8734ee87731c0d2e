import { OdeError } from "@symplectic-adjoint/core";
import * as tf from "@tensorflow/tfjs";
import { describe, expect, it } from "vitest";
import {
  type CheckGradientOptions,
  checkGradient,
  type GradientMismatchError,
  type GradientReport,
  type TensorFunction,
} from "../../src/index.js";
import { asynchronousEngine } from "../support/tfjs/asynchronous-engine.js";
import { failingAt } from "../support/tfjs/failing-dynamics.js";
import { networkFunction, networkState, networkWeights } from "../support/tfjs/network-problem.js";
import { onEachEngine } from "../support/tfjs/on-each-engine.js";
import { strategies } from "../support/tfjs/strategies.js";

type Options = CheckGradientOptions<tf.Tensor, TensorFunction>;

const times = [0, 0.4, 1];
const tolerances: Options = { rtol: 1e-5, atol: 1e-6 };
const quick: Options = { method: "rk4", stepsPerInterval: 2, directions: 1 };

/** The error that a check is rejected with. */
async function refusal(promise: Promise<GradientReport>): Promise<GradientMismatchError> {
  const error: unknown = await promise.then(
    () => undefined,
    (reason: unknown) => reason,
  );
  expect(error).toBeInstanceOf(OdeError);
  return error as GradientMismatchError;
}

/** Expects gradients to be where the differences are, by their own account of what they do not know. */
function expectAgreement({ comparisons, largestError }: GradientReport): void {
  for (const { verdict, difference, gradient, uncertainty } of comparisons) {
    expect(verdict).toBe("agrees");
    expect(Math.abs(difference - gradient)).toBeLessThan(uncertainty);
  }
  expect(largestError).toBeLessThan(1e-3);
}

/** The arguments whose gradient differs somewhere. */
function wrongOnes({ report }: GradientMismatchError): Array<string> {
  const differing = report.comparisons.filter(({ verdict }) => verdict === "differs");
  return [...new Set(differing.map(({ argument }) => argument))];
}

/** What an operation is with its gradient multiplied. */
function distorted(op: (x: tf.Tensor) => tf.Tensor, factor: number) {
  return tf.customGrad((x) => ({
    value: op(x as tf.Tensor),
    gradFunc: (dy: tf.Tensor) => tf.mul(dy, factor),
  }));
}

onEachEngine("checkGradient", () => {
  describe.each(strategies)("with $name", ({ adjoint, exact }) => {
    it("agrees for variables, captured tensors and y0", async () => {
      const weights = networkWeights().map((weight, i) =>
        i % 2 === 0 ? tf.variable(weight) : weight,
      );
      const report = await checkGradient(networkFunction(weights), networkState(), times, {
        ...{ ...tolerances, directions: 1 },
        adjoint: adjoint(),
      });
      expect(report.comparisons).toHaveLength(1 + weights.length);
      if (exact) expectAgreement(report);
      else expect(report.largestError).toBeLessThan(5e-3);
    });

    it("finds a wrong gradient of y, and one that dataSync cuts", async () => {
      const y0 = tf.tensor1d([0.5, -1]);
      const w = tf.variable(tf.tensor1d([0.3, 0.8]), true, "w");
      const options = { ...tolerances, adjoint: adjoint() };
      const twice = distorted(tf.clone, 2);
      const error = await refusal(
        checkGradient((_t: number, y: tf.Tensor) => tf.mul(twice(y), w), y0, times, options),
      );
      expect(error).toMatchObject({ name: "GradientMismatchError", code: "GRADIENT_MISMATCH" });
      expect(error.argument).toBe("The gradient of y0");
      const cut = (_t: number, y: tf.Tensor) => tf.mul(tf.tensor1d(y.dataSync()), w);
      expect(wrongOnes(await refusal(checkGradient(cut, y0, times, options)))).toContain("y0");
    });

    it("names the one weight of several whose gradient is wrong, and the factor", async () => {
      const weights = networkWeights().map((weight, i) => tf.variable(weight, true, `weight${i}`));
      for (const wrong of exact ? [0, 3] : [4]) {
        const twice = distorted(tf.clone, 2);
        const f = (t: number, y: tf.Tensor) =>
          networkFunction(weights.map((weight, i) => (i === wrong ? twice(weight) : weight)))(t, y);
        const error = await refusal(
          checkGradient(f, networkState(), times, {
            ...{ ...quick, adjoint: adjoint(), parameters: weights },
          }),
        );
        expect(wrongOnes(error)).toEqual([`parameters[${wrong}]`]);
        expect(error.message).toMatch(
          new RegExp(
            `^The gradient of parameters\\[${wrong}\\] \\(named "weight${wrong}"\\) is wrong by a factor of (2|1\\.99|2\\.00)`,
          ),
        );
      }
    });
  });

  it("finds a registered gradient that is wrong, and one cut by dataSync or by a cast", async () => {
    const y0 = tf.tensor1d([0.5, -1]);
    const w = tf.variable(tf.tensor1d([0.3, 0.8]), true, "w");
    const b = tf.variable(tf.tensor1d([0.2, 0.1]), true, "b");
    const registered = tf.getGradient("Sin") as tf.GradConfig;
    tf.registerGradient({
      kernelName: "Sin",
      gradFunc: (dy) => ({ x: () => tf.mul(dy as tf.Tensor, 0.5) }),
    });
    try {
      const f = (_t: number, y: tf.Tensor) => tf.sin(tf.mul(y, w));
      const error = await refusal(checkGradient(f, y0, times, tolerances));
      expect(wrongOnes(error)).toEqual(["y0", "parameters[0]"]);
      expect(error.message).toContain(
        'finite differences also contradict parameters[0] (named "w")',
      );
    } finally {
      tf.registerGradient(registered);
    }
    const cuts: ReadonlyArray<(weight: tf.Tensor) => tf.Tensor> = [
      (weight) => tf.tensor1d(weight.dataSync()),
      (weight) => tf.div(tf.cast(tf.mul(weight, 1e6), "int32"), 1e6),
    ];
    for (const cut of cuts) {
      const f = (_t: number, y: tf.Tensor) => tf.add(tf.mul(y, w), cut(b));
      const error = await refusal(
        checkGradient(f, y0, times, { ...tolerances, parameters: { w, b } }),
      );
      expect(wrongOnes(error)).toEqual(["parameters.b"]);
      expect(error.message).toMatch(
        /^The gradient of parameters\.b \(named "b"\) is zero, where finite differences .* give .* along a random direction/,
      );
    }
  });

  it("moves the weights of layers, records, and the tensors of a model in a function", async () => {
    const kernelInitializer = (seed: number) => tf.initializers.glorotUniform({ seed });
    const net = tf.sequential({
      layers: [
        tf.layers.dense({
          ...{ units: 3, activation: "tanh", inputShape: [2] },
          kernelInitializer: kernelInitializer(1),
        }),
        tf.layers.dense({ units: 2, kernelInitializer: kernelInitializer(2) }),
      ],
    });
    const y0 = tf.tensor2d([[0.5, -1]]);
    const model = await checkGradient(net, y0, times, quick);
    expect(model.comparisons).toHaveLength(1 + 4);
    expect(model.comparisons[1]?.name).toMatch(/kernel/);
    const f = (_t: number, { q, p }: { q: tf.Tensor; p: tf.Tensor }) => ({
      q: p,
      p: tf.neg(net.apply(q) as tf.Tensor),
    });
    const record = await checkGradient(f, { q: y0, p: tf.ones([1, 2]) }, times, quick);
    expect(record.comparisons.map(({ argument }) => argument)).toEqual([
      ...["y0.q", "y0.p", "parameters[0]", "parameters[1]", "parameters[2]", "parameters[3]"],
    ]);
    for (const report of [model, record]) expectAgreement(report);
    net.dispose();
  });

  it("agrees for derivatives inside f, first and second, through captured tensors", async () => {
    const w = tf.variable(
      tf.tensor2d([
        [0.5, -0.3],
        [0.2, 0.4],
      ]),
      true,
      "w",
    );
    const scale = tf.scalar(0.3);
    const energies: ReadonlyArray<(z: tf.Tensor) => tf.Tensor> = [
      (z) => tf.square(tf.matMul(z, w)),
      (z) => tf.tanh(tf.matMul(z, w)),
      (z) => tf.mul(tf.exp(tf.mul(z, scale)), tf.sin(tf.matMul(z, w))),
    ];
    for (const energy of energies) {
      const slope = tf.grad((z: tf.Tensor) => tf.sum(energy(z)));
      const bend = tf.grad((z: tf.Tensor) => tf.sum(tf.square(slope(z))));
      for (const derivative of [slope, bend]) {
        const f = (_t: number, y: tf.Tensor) => tf.neg(derivative(y));
        const report = await checkGradient(f, tf.tensor2d([[1, 0.5]]), [0, 0.5], quick);
        const names = report.comparisons.map(({ name }) => name);
        expect(names.filter((name) => name === "w")).toHaveLength(1);
        expectAgreement(report);
      }
    }
  });

  it("finds the gradient of a parameter that f does not read", async () => {
    // As a second handle of w got it, where f took derivatives of what w is part of.
    const w = tf.variable(tf.tensor1d([0.3, 0.8]), true, "w");
    const handle = tf.clone(w);
    const swallow = tf.customGrad((y) => ({
      value: tf.mul(y as tf.Tensor, w),
      gradFunc: (dy: tf.Tensor) => [tf.mul(dy, w), tf.mul(dy, y as tf.Tensor)],
    }));
    const f = (_t: number, y: tf.Tensor) => swallow(y, handle);
    const error = await refusal(
      checkGradient(f, tf.tensor1d([0.5, -1]), times, { ...quick, parameters: [w, handle] }),
    );
    expect(wrongOnes(error)).toEqual(["parameters[0]", "parameters[1]"]);
    expect(error.message).toMatch(/^The gradient of parameters\[0\] \(named "w"\) is zero, where/);
  });

  it("reports a gradient at a kink as unresolved, and one next to it as correct", async () => {
    const b = tf.variable(tf.zeros([2]), true, "b");
    const f = (_t: number, y: tf.Tensor) => tf.relu(tf.add(tf.mul(y, 0.5), b));
    const at = await refusal(checkGradient(f, tf.zeros([2]), times, quick));
    expect(at).toMatchObject({ name: "GradientUnresolvedError" });
    const y0 = tf.tensor1d([0.5, -1]);
    expectAgreement(await checkGradient(f, y0, times, quick));
  });

  it("leaves variables and captured tensors in the buffers they were in, and their values", async () => {
    const w = tf.variable(tf.tensor1d([0.3, -0]), true, "w");
    const c = tf.tensor1d([1.5, 2]);
    const before = [w, c].map(({ dataId }) => dataId);
    const f = (_t: number, y: tf.Tensor) => tf.add(tf.mul(y, w), c);
    await checkGradient(f, tf.tensor1d([0.5, -1]), times, quick);
    expect([w, c].map(({ dataId }) => dataId)).toEqual(before);
    expect(Array.from(w.dataSync())).toEqual([Math.fround(0.3), -0]);
    expect(Array.from(c.dataSync())).toEqual([1.5, 2]);
  });

  it("leaks nothing and restores the state, whichever evaluation fails", async () => {
    const w = tf.variable(tf.tensor2d([[0.5, -0.25]]), true, "w");
    const { dataId } = w;
    const y0 = tf.tensor2d([[1, 2]]);
    let failed = 0;
    for (let n = 1; ; n += 7) {
      const failing = failingAt(
        n,
        (_t, y) => tf.tanh(tf.mul(y, w)),
        () => {
          throw new Error("on purpose");
        },
      );
      const before = tf.memory().numTensors;
      const error: unknown = await checkGradient(failing.f, y0, [0, 1], {
        ...{ method: "midpoint", directions: 1 },
      }).then(
        () => undefined,
        (reason: unknown) => reason,
      );
      expect(tf.memory().numTensors, `at evaluation ${n}`).toBe(before);
      expect(w.dataId).toBe(dataId);
      if (failing.calls < n) {
        expect(error).toBeUndefined();
        break;
      }
      // Far from the argument f may be undefined: that is no failure.
      if (error !== undefined) expect(error).toMatchObject({ message: "on purpose" });
      failed++;
    }
    expect(failed).toBeGreaterThan(5);
  });

  it("works if captured tensors and y0 are disposed of before it ends", async () => {
    const [y0, c] = [tf.tensor1d([0.5, -1]), tf.tensor1d([1.5, 2])];
    const mask = tf.tensor1d([true, false], "bool");
    const f = (_t: number, y: tf.Tensor) => tf.where(mask, tf.mul(y, c), tf.neg(y));
    const checking = checkGradient(f, y0, tf.tensor1d(times), quick);
    await Promise.resolve();
    await new Promise((resolve) => setTimeout(resolve));
    tf.dispose([y0, c, mask]);
    const report = await checking;
    expect(report.comparisons.map(({ argument }) => argument)).toEqual([
      "y0",
      "parameters[0]",
      "t",
    ]);
    expectAgreement(report);
  });

  it("reads nothing synchronously", async () => {
    const engine = asynchronousEngine();
    const w = tf.variable(tf.tensor1d([0.3, 0.8]), true, "w");
    const f = (_t: number, y: tf.Tensor) => tf.sin(tf.mul(y, w));
    const { backend } = engine;
    const report = await checkGradient(f, tf.tensor1d([0.5, -1]), times, {
      ...{ ...tolerances, backend },
    });
    expectAgreement(report);
    expect(engine.synchronousReads).toBe(0);
  });

  it("refuses f with random numbers, and to begin while a tape records", async () => {
    const y0 = tf.tensor1d([0.5, -1]);
    const random = (_t: number, y: tf.Tensor) => tf.mul(y, tf.randomUniform([2]));
    const error = await refusal(checkGradient(random, y0, times, quick));
    expect(error).toMatchObject({ name: "InvalidDynamicsError", argument: "f" });
    let started: Promise<GradientReport> | undefined;
    tf.grad((y: tf.Tensor) => {
      started = checkGradient((_t, z) => tf.neg(z), y, times, quick);
      return tf.sum(y);
    })(y0);
    const refused = await refusal(started as Promise<GradientReport>);
    expect(refused.message).toContain(
      "was called while a tape is recording, which cannot await it",
    );
  });
});
