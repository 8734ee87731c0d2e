import { type Complex, expectNoLeaks } from "@symplectic-adjoint/testing";
import * as tf from "@tensorflow/tfjs";
import { odeintSymplecticAdjoint } from "symplectic-adjoint";
import { describe, expect, test } from "vitest";
import { energyNetwork, hamiltonian } from "../src/index.js";
import { fiveFunctions } from "./support/five-functions.js";
import { at, differences, distance, rk4, valuesOf } from "./support/plain.js";
import { plainEnergy, slopeByComplexStep } from "./support/plain-energy.js";

const tensors = () => tf.memory().numTensors;
const rows = [
  [0.7, -0.4],
  [-1.2, 0.3],
];
const [STEPS, END] = [5, 1];
const options = { method: "rk4", stepsPerInterval: STEPS } as const;
const weights = [
  [1, -2],
  [0.5, 3],
];

/** A loss of the end of the motion by a network and with friction, as loops in double precision. */
function plainLoss(values: ReadonlyArray<Float64Array>): number {
  const friction = at(values.at(-1) as Float64Array, 0);
  const network = values.slice(0, -1);
  const energy = (y: ReadonlyArray<Complex>) => plainEnergy(network, y);
  const motion = (_t: number, y: ReadonlyArray<number>) => {
    const [dq, dp] = slopeByComplexStep(energy, y) as [number, number];
    return [dp, -dq - friction * dp];
  };
  return rows.reduce((sum, row, b) => {
    const y = rk4(motion, row, [0, END], STEPS);
    return sum + y.reduce((s, v, i) => s + v * at(weights[b] as Array<number>, i), 0);
  }, 0);
}

const newEnergy = () => energyNetwork({ inputs: 2, hidden: [5, 4], seed: 9 });

/** The same motion in four ways: gradient by hand in the package, by its tf.grad, by tf.grad in f, by hand in f. */
const ways = (
  energy: ReturnType<typeof newEnergy>,
  friction: tf.Variable,
): Record<string, (t: number, y: tf.Tensor) => tf.Tensor> => {
  const [W1, b1, W2, b2, w3] = [...energy.variables] as Array<tf.Tensor> as [
    tf.Tensor2D,
    tf.Tensor,
    tf.Tensor2D,
    tf.Tensor,
    tf.Tensor2D,
  ];
  const H = (y: tf.Tensor) => {
    const z1 = tf.tanh(tf.add(tf.matMul(y as tf.Tensor2D, W1), b1));
    return tf.matMul(tf.tanh(tf.add(tf.matMul(z1 as tf.Tensor2D, W2), b2)) as tf.Tensor2D, w3);
  };
  const turned = (slope: tf.Tensor) => {
    const [dq, dp] = tf.split(slope, 2, 1) as [tf.Tensor, tf.Tensor];
    return tf.concat([dp, tf.sub(tf.neg(dq), tf.mul(friction, dp))], 1);
  };
  return {
    "hamiltonian(energyNetwork)": hamiltonian(energy, { friction }),
    "hamiltonian(function)": hamiltonian(H, { friction }),
    "tf.grad in f": (_t, y) => turned(tf.grad((z: tf.Tensor) => tf.sum(H(z)))(y)),
    "by hand in f": (_t, y) => {
      const z1 = tf.tanh(tf.add(tf.matMul(y as tf.Tensor2D, W1), b1));
      const z2 = tf.tanh(tf.add(tf.matMul(z1 as tf.Tensor2D, W2), b2));
      const g2 = tf.mul(tf.sub(1, tf.square(z2)), tf.transpose(w3));
      const g1 = tf.mul(tf.matMul(g2 as tf.Tensor2D, W2, false, true), tf.sub(1, tf.square(z1)));
      return turned(tf.matMul(g1 as tf.Tensor2D, W1, false, true));
    },
  };
};

describe("A Hamiltonian network with friction", () => {
  const references: Array<{ loss: number; gradient: Array<Float64Array> }> = [];
  const referenceOf = (values: ReadonlyArray<Float64Array>) => {
    references[0] ??= { loss: plainLoss(values), gradient: differences(plainLoss, values) };
    return references[0];
  };

  test.each(fiveFunctions)(
    "has the same gradient in four ways, that of loops, by %s.",
    (name, odeint) => {
      // The continuous adjoint has the gradient of the equation, not of the steps.
      const bound = name === "odeintAdjoint" ? 1e-3 : 1e-5;
      expectNoLeaks(tensors, () => {
        const energy = newEnergy();
        const friction = tf.tidy(() => tf.variable(tf.scalar(0.3)));
        const [y0, weight] = [tf.tensor2d(rows), tf.tensor2d(weights)];
        const variables = [...energy.variables, friction];
        const wanted = referenceOf(valuesOf(variables));
        for (const [way, f] of Object.entries(ways(energy, friction))) {
          const loss = () => {
            const ys = odeint(f, y0, [0, END], options);
            return tf.sum(tf.mul(tf.slice(ys, [1, 0, 0], [1, 2, 2]), weight)) as tf.Scalar;
          };
          const { value, grads } = tf.variableGrads(loss, variables);
          const found = valuesOf(variables.map((each) => grads[each.name] as tf.Tensor));
          expect(Math.abs(at(value.dataSync(), 0) - wanted.loss), way).toBeLessThan(1e-5);
          expect(distance(found, wanted.gradient), way).toBeLessThan(bound);
          tf.dispose([value, grads]);
        }
        tf.dispose([y0, weight, friction]);
        energy.dispose();
      });
    },
  );
});

test.each([["tanh"], ["softplus"], ["sin"]] as const)(
  "The gradient of an energy network of %s by hand is that of its value by tf.grad.",
  (activation) => {
    const energy = energyNetwork({ inputs: 3, hidden: [6, 5], activation, seed: 2 });
    tf.tidy(() => {
      const y = tf.tensor2d([
        [0.3, -1, 0.5],
        [2, 0.1, -0.7],
      ]);
      expect(energy.value(y).shape).toEqual([2]);
      const wanted = tf.grad((x: tf.Tensor) => tf.sum(energy.value(x)))(y);
      expect(distance(valuesOf([energy.gradient(y)]), valuesOf([wanted]))).toBeLessThan(2e-6);
    });
    energy.dispose();
  },
);

test("A pendulum keeps its energy, and loses it with friction.", () => {
  const H = (y: tf.Tensor) => {
    const [q, p] = tf.split(y, 2, -1) as [tf.Tensor, tf.Tensor];
    return tf.sub(tf.mul(tf.square(p), 0.5), tf.cos(q));
  };
  expectNoLeaks(tensors, () => {
    tf.tidy(() => {
      const y0 = tf.tensor1d([1, 0.2]);
      const times = [0, 2, 4];
      const solve = { rtol: 1e-6, atol: 1e-7 };
      const energies = [undefined, 0.2].map((friction) => {
        const ys = odeintSymplecticAdjoint(hamiltonian(H, { friction }), y0, times, solve);
        return H(ys).dataSync();
      });
      const [kept, lost] = energies as [Float32Array, Float32Array];
      for (const i of [1, 2]) {
        expect(Math.abs(at(kept, i) - at(kept, 0))).toBeLessThan(1e-5);
        expect(at(lost, i)).toBeLessThan(at(lost, i - 1) - 0.02);
      }
    });
  });
});

test("Initial weights are orthogonal.", () => {
  const energy = energyNetwork({ inputs: 3, hidden: [6, 4], seed: 1 });
  tf.tidy(() => {
    const [W1, , W2] = [...energy.variables] as Array<tf.Tensor> as [
      tf.Tensor2D,
      tf.Tensor,
      tf.Tensor2D,
    ];
    const rowProducts = tf.matMul(W1, W1, false, true);
    const columnProducts = tf.matMul(W2, W2, true, false);
    expect(distance(valuesOf([rowProducts]), valuesOf([tf.eye(3)]))).toBeLessThan(1e-6);
    expect(distance(valuesOf([columnProducts]), valuesOf([tf.eye(4)]))).toBeLessThan(1e-6);
  });
  energy.dispose();
});

test("A state without momenta is refused.", () => {
  const f = hamiltonian((y) => tf.sum(tf.square(y)));
  expectNoLeaks(tensors, () => {
    tf.tidy(() => {
      expect(() => odeintSymplecticAdjoint(f, tf.tensor2d([[1, 2, 3]]), [0, 1])).toThrow(
        "y0 must have positions and as many momenta along its last axis",
      );
      expect(() => hamiltonian(3 as never)).toThrow("energy must be a function of y");
      expect(() => hamiltonian((y) => y, { friction: Number.NaN })).toThrow("friction must be");
    });
  });
});
