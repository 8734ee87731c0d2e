import { Complex, complex, expectNoLeaks } from "@symplectic-adjoint/testing";
import * as tf from "@tensorflow/tfjs";
import { odeintSymplecticAdjoint } from "symplectic-adjoint";
import { describe, expect, test } from "vitest";
import {
  centralDifference,
  gridDynamics,
  gridEnergy,
  gridNetwork,
  secondDifference,
  type Trainable,
} from "../src/index.js";
import { fiveFunctions } from "./support/five-functions.js";
import { at, differences, distance, rk4, valuesOf } from "./support/plain.js";
import { plainEnergy, slopeByComplexStep } from "./support/plain-energy.js";

const tensors = () => tf.memory().numTensors;
const wrapped = <T>(u: ReadonlyArray<T>, j: number) => u[(j + u.length) % u.length] as T;

describe("The Korteweg–de Vries equation on 50 points", () => {
  const [points, spacing] = [50, 0.2];
  const soliton = (k: number, d: number) =>
    Array.from(
      { length: points },
      (_, j) => 2 * k * k * Math.cosh(k * (j * spacing - 10 * d)) ** -2,
    );
  const second = soliton(1.5, 0.6);
  const start = soliton(1, 0.25).map((u, j) => u + at(second, j));

  /** Σ_j u³ − ¼(forward² + backward²): the energy over the spacing. */
  const energy = (u: tf.Tensor) => {
    const next = tf.concat([tf.slice(u, [1], [points - 1]), tf.slice(u, [0], [1])]);
    const forward = tf.mul(tf.sub(next, u), 1 / spacing);
    return tf.sub(tf.sum(tf.pow(u, 3)), tf.mul(tf.sum(tf.square(forward)), 0.5));
  };

  test("has its energy and its mass.", () => {
    tf.tidy(() => {
      const u = tf.tensor1d(start);
      expect(Math.abs(at(energy(u).dataSync(), 0) * spacing - 56.2735646317)).toBeLessThan(1e-4);
      expect(Math.abs(at(tf.sum(u).dataSync(), 0) * spacing - 9.978147505784)).toBeLessThan(1e-5);
    });
  });

  test("is solved as the exact semi-discrete flow.", () => {
    expectNoLeaks(tensors, () => {
      tf.tidy(() => {
        const f = gridDynamics(energy, { operator: "centralDifference", spacing });
        const us = odeintSymplecticAdjoint(f, tf.tensor1d(start), [0, 0.25]);
        const end = (us.arraySync() as Array<Array<number>>)[1] as Array<number>;
        const found = [0, 10, 25, 40].map((j) => at(end, j));
        const golden = [0.350326135, 1.780720176, 0.595492774, -0.013474571];
        expect(distance([found], [golden])).toBeLessThan(5e-5);
      });
    });
  });
});

describe("A network on a periodic grid", () => {
  const rows = [
    [0.5, -0.3, 0.8, 0.1, -0.6],
    [-0.2, 0.9, 0.4, -0.7, 0.3],
  ];
  const weight = rows.map((row, b) => row.map((_, j) => Math.cos(3 * b + j)));
  const [STEPS, END, SPACING] = [4, 0.5, 0.7];
  const newEnergy = () => gridEnergy({ hidden: [4], seed: 4 });

  const stencil = <T>(u: ReadonlyArray<T>, j: number) => [-1, 0, 1].map((k) => wrapped(u, j + k));
  const total = (values: ReadonlyArray<Float64Array>) => (u: ReadonlyArray<Complex>) =>
    u.reduce((sum, _, j) => sum.plus(plainEnergy(values, stencil(u, j))), new Complex(0));
  const rates = {
    centralDifference: (g: ReadonlyArray<number>) =>
      g.map((_, j) => (wrapped(g, j + 1) - wrapped(g, j - 1)) / (2 * SPACING)),
    secondDifference: (g: ReadonlyArray<number>) =>
      g.map((v, j) => (wrapped(g, j + 1) - 2 * v + wrapped(g, j - 1)) / SPACING ** 2),
  };

  test("has the gradient of complex steps, for one row and for a batch.", () => {
    expectNoLeaks(tensors, () => {
      const energy = newEnergy();
      const values = valuesOf(energy.variables);
      tf.tidy(() => {
        const u = tf.tensor2d(rows);
        const wanted = rows.flatMap((row) => slopeByComplexStep(total(values), row));
        expect(distance(valuesOf([energy.gradient(u)]), [wanted])).toBeLessThan(3e-6);
        const sums = rows.map((row) => total(values)(row.map((v) => complex(v))).re);
        expect(distance(valuesOf([energy.value(u)]), [sums])).toBeLessThan(3e-6);
        const one = energy.gradient(tf.tensor1d(rows[0] as Array<number>));
        expect(distance(valuesOf([one]), [wanted.slice(0, 5)])).toBeLessThan(3e-6);
      });
      energy.dispose();
    });
  });

  type Motion = (u: ReadonlyArray<number>, values: ReadonlyArray<Float64Array>) => Array<number>;
  type Moved = Trainable & { f(t: number, u: tf.Tensor): tf.Tensor };
  const byEnergy = (operator: keyof typeof rates): [string, () => Moved, Motion] => [
    `an energy, with the ${operator},`,
    () => {
      const energy = newEnergy();
      return { ...energy, f: gridDynamics(energy, { operator, spacing: SPACING }) };
    },
    (u, values) => rates[operator](slopeByComplexStep(total(values), u)),
  ];
  const withoutEnergy: [string, () => Moved, Motion] = [
    "its own",
    () => gridNetwork({ hidden: [4], seed: 4 }),
    (u, values) =>
      u.map((_, j) => {
        const real = stencil(u, j).map((v) => complex(v));
        return plainEnergy(values, real).re;
      }),
  ];

  test.each([byEnergy("centralDifference"), byEnergy("secondDifference"), withoutEnergy])(
    "moves by %s with the value and the gradient of loops, by all five functions.",
    (_, newNetwork, motion) => {
      const loss64 = (values: ReadonlyArray<Float64Array>) =>
        rows.reduce((sum, row, b) => {
          const u = rk4((_t, at) => motion(at, values), row, [0, END], STEPS);
          return sum + u.reduce((s, v, j) => s + v * at(weight[b] as Array<number>, j), 0);
        }, 0);
      expectNoLeaks(tensors, () => {
        const network = newNetwork();
        const values = valuesOf(network.variables);
        const wanted = differences(loss64, values);
        const [u0, w] = [tf.tensor2d(rows), tf.tensor2d(weight)];
        for (const [name, odeint] of fiveFunctions) {
          const { value, grads } = tf.variableGrads(() => {
            const us = odeint(network.f, u0, [0, END], { method: "rk4", stepsPerInterval: STEPS });
            return tf.sum(tf.mul(tf.slice(us, [1, 0, 0], [1, 2, 5]), w)) as tf.Scalar;
          }, [...network.variables]);
          const found = valuesOf(network.variables.map((each) => grads[each.name] as tf.Tensor));
          expect(Math.abs(at(value.dataSync(), 0) - loss64(values)), name).toBeLessThan(1e-5);
          // The continuous adjoint has the gradient of the equation, not of the steps.
          const bound = name === "odeintAdjoint" ? 1e-3 : 2e-5;
          expect(distance(found, wanted), name).toBeLessThan(bound);
          tf.dispose([value, grads]);
        }
        tf.dispose([u0, w]);
        network.dispose();
      });
    },
  );

  test("has differences that are those of loops, and refuses less than three points.", () => {
    tf.tidy(() => {
      const u = tf.tensor2d(rows);
      const first = rows.flatMap(rates.centralDifference);
      const second = rows.flatMap(rates.secondDifference);
      expect(distance(valuesOf([centralDifference(u, SPACING)]), [first])).toBeLessThan(1e-6);
      expect(distance(valuesOf([secondDifference(u, SPACING)]), [second])).toBeLessThan(1e-6);
      expect(() => centralDifference(tf.tensor1d([1, 2]), 1)).toThrow("at least three points");
      expect(() => secondDifference(u, 0)).toThrow("spacing must be a positive, finite number");
    });
  });
});
