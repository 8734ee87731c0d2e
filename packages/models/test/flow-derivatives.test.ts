import { type Complex, expectNoLeaks } from "@symplectic-adjoint/testing";
import * as tf from "@tensorflow/tfjs";
import { describe, expect, test } from "vitest";
import { type FlowField, flowFunction, flowNetwork } from "../src/index.js";
import { at, distance, valuesOf } from "./support/plain.js";
import {
  jacobianByComplexStep,
  type PlainNetwork,
  plainNetwork,
  realValues,
  traceOf,
} from "./support/plain-flow.js";

// Derivatives of fields against complex steps of the network written out as loops, in double precision. The bound is a few
// dozen roundings of float32.
const BOUND = 5e-6;
const t = 0.6;
const rows = [
  [0.4, -1.1, 0.3],
  [-0.8, 0.2, 1.5],
];
const noise = [
  [1, -1, 0.5],
  [0.3, 2, -1],
];

function check(field: FlowField, f: (z: ReadonlyArray<Complex>) => Array<Complex>): void {
  tf.tidy(() => {
    const z = tf.tensor2d(rows);
    const exact = field.divergence(t, z);
    const estimate = field.jacobianProduct(t, z, tf.tensor2d(noise));
    for (const value of [exact.value, estimate.value, field.evaluate(t, z)]) {
      const wanted = rows.flatMap((row) => realValues(f, row));
      expect(distance(valuesOf([value]), [wanted])).toBeLessThan(BOUND);
    }
    expect(exact.trace.shape).toEqual([2, 1]);
    const jacobians = rows.map((row) => jacobianByComplexStep(f, row));
    expect(distance(valuesOf([exact.trace]), [jacobians.map(traceOf)])).toBeLessThan(BOUND);
    const columns = (J: Array<Array<number>>) => J.map((_, k) => J.map((row) => at(row, k)));
    const products = [jacobians, jacobians.map(columns)].map((side) =>
      distance(valuesOf([estimate.product]), [
        side.flatMap((J, b) => J.map((row) => dot(row, noise[b] as Array<number>))),
      ]),
    );
    // From the right by tangents, from the left by tf.grad.
    expect(Math.min(...products)).toBeLessThan(BOUND);
  });
}

const dot = (a: ReadonlyArray<number>, b: ReadonlyArray<number>) =>
  a.reduce((sum, x, i) => sum + x * at(b, i), 0);

describe.each(["dense", "concat", "concatsquash"] as const)("A network of %s layers", (layer) => {
  test.each([
    ["tanh", [5]],
    ["softplus", [4, 6]],
    ["sin", [4, 3, 5]],
    ["tanh", []],
  ] as const)(
    "of %s and hidden widths %j has the right trace and products.",
    (activation, hidden) => {
      expectNoLeaks(
        () => tf.memory().numTensors,
        () => {
          const field = flowNetwork({ dimension: 3, hidden, layer, activation, seed: 7 });
          const plain: PlainNetwork = { layer, activation };
          const values = valuesOf(field.variables);
          check(field, (z) => plainNetwork(plain, values, t, z));
          field.dispose();
        },
      );
    },
  );

  test("that tf.grad differentiates has the right trace and products.", () => {
    const network = flowNetwork({ dimension: 3, hidden: [4], layer, seed: 3 });
    const field = flowFunction((at, z) => network.evaluate(at, z), {
      dimension: 3,
      variables: network.variables,
    });
    const values = valuesOf(network.variables);
    check(field, (z) => plainNetwork({ layer, activation: "tanh" }, values, t, z));
    network.dispose();
  });
});

test("The same seed gives the same weights, another seed others.", () => {
  const [a, b, c] = [1, 1, 2].map((seed) => {
    const field = flowNetwork({ dimension: 2, hidden: [3], seed });
    const values = valuesOf(field.variables);
    field.dispose();
    return values;
  });
  expect(a).toEqual(b);
  expect(a).not.toEqual(c);
});
