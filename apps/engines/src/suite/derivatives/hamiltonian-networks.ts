import * as tf from "@tensorflow/tfjs";
import { at, type HostTensor, sum, tensorOf } from "../host/host-tensor.js";
import { tensorFrom } from "../support/tensor-from.js";
import { type InnerCase, withVariables } from "./inner-case.js";

// H = Σ_r Σ_k v_k σ(a_rk) with a = y W + b, for rows y = (q, p). So q' = ∂H/∂p and p' = −∂H/∂q with
// ∂H/∂y_rj = Σ_k W_jk σ'(a_rk) v_k.

const WIDTH = 3;
const sigmoid = (x: number): number => 1 / (1 + Math.exp(-x));

interface Activation {
  readonly name: string;
  readonly apply: (x: tf.Tensor) => tf.Tensor;
  readonly slope: (x: number) => number;
  readonly needs?: ReadonlyArray<string>;
}

const activations: ReadonlyArray<Activation> = [
  { name: "tanh", apply: tf.tanh, slope: (x) => 1 - Math.tanh(x) ** 2 },
  { name: "softplus", apply: tf.softplus, slope: sigmoid },
  { name: "sigmoid", apply: tf.sigmoid, slope: (x) => sigmoid(x) * (1 - sigmoid(x)) },
  { name: "exp", apply: tf.exp, slope: Math.exp },
  { name: "elu", apply: tf.elu, slope: (x) => (x >= 0 ? 1 : Math.exp(x)), needs: ["EluGrad"] },
  { name: "relu", apply: tf.relu, slope: (x) => (x > 0 ? 1 : 0) },
];

/** Multiplying the gradient of H (a row vector) by this matrix gives the direction of motion. */
const TURN: HostTensor = { shape: [2, 2], values: Float64Array.of(0, -1, 1, 0) };

function slopes(
  slope: (x: number) => number,
  y: HostTensor,
  W: HostTensor,
  b: HostTensor,
  v: HostTensor,
): HostTensor {
  return tensorOf([2, 2], (r, j) => {
    const dH = (i: number): number =>
      sum(WIDTH, (k) => {
        const a = at(b, k) + sum(2, (m) => at(y, r, m) * at(W, m, k));
        return at(W, i, k) * slope(a) * at(v, k);
      });
    return j === 0 ? dH(1) : -dH(0);
  });
}

const shapes = { state: [[2, 2]], parameters: [[2, WIDTH], [WIDTH], [WIDTH]] };

/** Hamiltonian networks of one hidden layer, and one of `tf.layers`. */
export const hamiltonianNetworks: ReadonlyArray<InnerCase> = [
  ...activations.map(
    ({ name, apply, slope, needs = [] }): InnerCase => ({
      name: `a Hamiltonian network with ${name}`,
      ...shapes,
      needs,
      build: withVariables((W, b, v) => (_t, [y]) => {
        const energy = (z: tf.Tensor): tf.Tensor =>
          tf.sum(
            tf.mul(apply(tf.add(tf.matMul(z, W as tf.Tensor), b as tf.Tensor)), v as tf.Tensor),
          );
        const gradient = tf.grad(energy)(y as tf.Tensor) as tf.Tensor2D;
        return [tf.matMul(gradient, tensorFrom(TURN) as tf.Tensor2D)];
      }),
      onHost: (_t, [y], [W, b, v]) => [
        slopes(slope, y as HostTensor, W as HostTensor, b as HostTensor, v as HostTensor),
      ],
    }),
  ),
  {
    name: "a Hamiltonian network of tf.layers",
    ...shapes,
    build: ([W, b, v]) => {
      const hidden = tf.layers.dense({ units: WIDTH, activation: "tanh", inputShape: [2] });
      const out = tf.layers.dense({ units: 1, useBias: false });
      const model = tf.sequential({ layers: [hidden, out] });
      const column = { shape: [WIDTH, 1], values: (v as HostTensor).values };
      model.setWeights([W as HostTensor, b as HostTensor, column].map(tensorFrom));
      const energy = (z: tf.Tensor): tf.Tensor => tf.sum(model.apply(z) as tf.Tensor);
      return {
        f: (_t, [y]) => {
          const gradient = tf.grad(energy)(y as tf.Tensor) as tf.Tensor2D;
          return [tf.matMul(gradient, tensorFrom(TURN) as tf.Tensor2D)];
        },
        variables: model.trainableWeights.map((weight) => weight.read() as tf.Variable),
      };
    },
    onHost: (_t, [y], [W, b, v]) => [
      slopes(
        (x) => 1 - Math.tanh(x) ** 2,
        y as HostTensor,
        W as HostTensor,
        b as HostTensor,
        v as HostTensor,
      ),
    ],
  },
];
