import { expectNoLeaks } from "@symplectic-adjoint/testing";
import * as tf from "@tensorflow/tfjs";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { type Cnf, type CnfOptions, cnf, flowFunction, flowNetwork } from "../src/index.js";
import { fiveFunctions } from "./support/five-functions.js";
import { at, differences, distance, rk4, valuesOf } from "./support/plain.js";
import {
  jacobianByComplexStep,
  type PlainNetwork,
  plainNetwork,
  realValues,
  traceOf,
} from "./support/plain-flow.js";

const tensors = () => tf.memory().numTensors;

// Two blocks of small networks; rk4 with fixed steps, so that a loop in double precision is the same discrete map.
const STEPS = 4;
const T = 0.9;
const rows = [
  [0.4, -1.1],
  [-0.8, 0.2],
  [1.3, 0.6],
];
const plain: PlainNetwork = { layer: "concatsquash", activation: "tanh" };
const seed = 5;

/** The loss of the flow, from the values of its variables: two blocks of ten arrays each, and the roots of the end times. */
function plainLoss(
  values: ReadonlyArray<Float64Array>,
  kind: "exact" | "hutchinson",
  noise: ReadonlyArray<number>,
  [kinetic, jacobian]: readonly [number, number] = [0, 0],
): number {
  const trained = values.length > 20;
  let total = 0;
  for (const [b, row] of rows.entries()) {
    let state = [...row, 0, 0, 0];
    for (let block = 0; block < 2; block++) {
      const weights = values.slice(10 * block, 10 * block + 10);
      const end = trained ? at(values[20 + block] as Float64Array, 0) ** 2 : T;
      const rates = (t: number, y: ReadonlyArray<number>) => {
        const f = (z: Parameters<typeof plainNetwork>[3]) => plainNetwork(plain, weights, t, z);
        const z = y.slice(0, 2);
        const J = jacobianByComplexStep(f, z);
        const v = realValues(f, z);
        const e = noise.slice(2 * b, 2 * b + 2);
        const Je = J.map((r) => at(r, 0) * at(e, 0) + at(r, 1) * at(e, 1));
        const estimate = at(e, 0) * at(Je, 0) + at(e, 1) * at(Je, 1);
        const squares = (list: ReadonlyArray<number>) => list.reduce((s, x) => s + x * x, 0);
        return [...v, kind === "exact" ? -traceOf(J) : -estimate, squares(v), squares(Je)];
      };
      state = rk4(rates, state, [0, end], STEPS);
    }
    const [z0, z1, l, k, j] = state as [number, number, number, number, number];
    const density = -0.5 * (z0 * z0 + z1 * z1) - Math.log(2 * Math.PI) - l;
    total += -density + kinetic * k + jacobian * j;
  }
  return total / rows.length;
}

describe("A flow of two blocks", () => {
  let x: tf.Tensor2D;
  const networks = () =>
    [11, 12].map((each) => flowNetwork({ dimension: 2, hidden: [4], seed: each }));
  const newFlow = (trainEndTime: boolean, more: Partial<CnfOptions> = {}) =>
    cnf({
      fields: more.fields ?? networks(),
      endTime: T,
      trainEndTime,
      options: { method: "rk4", stepsPerInterval: STEPS },
      ...more,
    });
  beforeAll(() => {
    x = tf.tensor2d(rows);
  });
  afterAll(() => x.dispose());

  const gaussian = () => {
    const noise = tf.randomNormal([3, 2], 0, 1, "float32", seed);
    const values = [...noise.dataSync()];
    noise.dispose();
    return values;
  };
  const gradientOf = (flow: Cnf, options: Parameters<Cnf["loss"]>[1]) => {
    const { value, grads } = tf.variableGrads(() => flow.loss(x, options), [...flow.variables]);
    const found = valuesOf(flow.variables.map(({ name }) => grads[name] as tf.Tensor));
    const loss = at(value.dataSync(), 0);
    tf.dispose([value, grads]);
    return { loss, found };
  };

  // The same for all five functions: the networks have seeds.
  const references = new Map<string, { loss: number; gradient: Array<Float64Array> }>();
  const referenceOf = (flow: Cnf, divergence: "exact" | "hutchinson") => {
    const found = references.get(divergence);
    if (found !== undefined) return found;
    const noise = gaussian();
    const loss64 = (values: ReadonlyArray<Float64Array>) => plainLoss(values, divergence, noise);
    const values = valuesOf(flow.variables);
    const reference = { loss: loss64(values), gradient: differences(loss64, values) };
    references.set(divergence, reference);
    return reference;
  };

  describe.each(fiveFunctions)("by %s", (name, odeint) => {
    // The continuous adjoint has the gradient of the equation, not of the steps.
    const bound = name === "odeintAdjoint" ? 2e-3 : 2e-5;

    test.each([
      ["exact", true],
      ["hutchinson", false],
    ] as const)(
      "has the gradient of the loop in double precision: %s, end time trained: %s.",
      (divergence, trained) => {
        expectNoLeaks(tensors, () => {
          const flow = newFlow(trained, { odeint });
          const { loss, found } = gradientOf(flow, { divergence, seed });
          const wanted = referenceOf(flow, divergence);
          expect(Math.abs(loss - wanted.loss)).toBeLessThan(1e-5);
          expect(distance(found, wanted.gradient)).toBeLessThan(bound);
          flow.dispose();
        });
      },
    );
  });

  test("has penalties whose gradient is that of the loop.", () => {
    expectNoLeaks(tensors, () => {
      const flow = newFlow(false);
      const noise = gaussian();
      const { loss, found } = gradientOf(flow, { seed, kinetic: 0.3, jacobian: 0.2 });
      const loss64 = (values: ReadonlyArray<Float64Array>) =>
        plainLoss(values, "hutchinson", noise, [0.3, 0.2]);
      const values = valuesOf(flow.variables);
      expect(Math.abs(loss - loss64(values))).toBeLessThan(1e-5);
      expect(distance(found, differences(loss64, values))).toBeLessThan(2e-5);
      flow.dispose();
    });
  });

  test("by tf.grad has the gradient by tangents, though it needs second derivatives.", () => {
    const inner = networks();
    const fields = inner.map((network) =>
      flowFunction((t, z) => network.evaluate(t, z), {
        dimension: 2,
        variables: network.variables,
      }),
    );
    const flow = newFlow(true, { fields });
    const tangents = newFlow(true);
    for (const divergence of ["exact", "hutchinson"] as const) {
      const { found } = gradientOf(flow, { divergence, seed });
      const wanted = gradientOf(tangents, { divergence, seed });
      expect(distance(found, wanted.found)).toBeLessThan(2e-5);
    }
    for (const each of [flow, tangents, ...inner]) each.dispose();
  });
});
