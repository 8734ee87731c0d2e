import * as tf from "@tensorflow/tfjs";
import { at, type HostTensor, sum, tensorOf } from "../host/host-tensor.js";
import { sample } from "../host/sample.js";
import { tensorFrom } from "../support/tensor-from.js";
import { type InnerCase, withVariables } from "./inner-case.js";

// x' = n(x, t) = tanh([x, t] W + b) V, and the log-density changes by −tr ∂n/∂x, exactly, or as estimated by Hutchinson:
// −εᵀ (∂n/∂x) ε. With s = 1 − tanh² at each hidden unit, ∂n_i/∂x_j = Σ_k W_jk s_k V_ki.

const [ROWS, SIZE, WIDTH] = [2, 2, 3] as const;
const noise = sample([ROWS, SIZE], 77);

function activations(t: number, x: HostTensor, W: HostTensor, b: HostTensor) {
  const a = (r: number, k: number): number =>
    at(b, k) + t * at(W, SIZE, k) + sum(SIZE, (m) => at(x, r, m) * at(W, m, k));
  return {
    tanh: (r: number, k: number) => Math.tanh(a(r, k)),
    slope: (r: number, k: number) => 1 - Math.tanh(a(r, k)) ** 2,
  };
}

function network(t: number, [W, b, V]: ReadonlyArray<tf.Tensor>) {
  return (x: tf.Tensor): tf.Tensor => {
    const time = tf.fill([ROWS, 1], t);
    const inner = tf.add(tf.matMul(tf.concat([x, time], 1), W as tf.Tensor), b as tf.Tensor);
    return tf.matMul(tf.tanh(inner), V as tf.Tensor);
  };
}

const shared = {
  state: [[ROWS, SIZE], [ROWS]],
  parameters: [[SIZE + 1, WIDTH], [WIDTH], [WIDTH, SIZE]],
};

type Host = HostTensor;

function onHost(weight: (r: number, i: number, j: number) => number): InnerCase["onHost"] {
  return (t, [x], parameters) => {
    const [W, b, V] = parameters as [Host, Host, Host];
    const { tanh, slope } = activations(t, x as Host, W, b);
    const jacobian = (r: number, i: number, j: number): number =>
      sum(WIDTH, (k) => at(W, j, k) * slope(r, k) * at(V, k, i));
    return [
      tensorOf([ROWS, SIZE], (r, i) => sum(WIDTH, (k) => tanh(r, k) * at(V, k, i))),
      tensorOf(
        [ROWS],
        (r) => -sum(SIZE, (i) => sum(SIZE, (j) => weight(r, i, j) * jacobian(r, i, j))),
      ),
    ];
  };
}

/** Continuous normalizing flows with a divergence computed by `tf.grad`. */
export const continuousFlows: ReadonlyArray<InnerCase> = [
  {
    name: "a flow with its exact trace",
    ...shared,
    build: withVariables((...parameters) => (t, [x]) => {
      const net = network(t, parameters);
      const diagonal = Array.from({ length: SIZE }, (_, i) => {
        const component = (z: tf.Tensor): tf.Tensor => tf.sum(tf.slice(net(z), [0, i], [-1, 1]));
        const row = tf.grad(component)(x as tf.Tensor);
        return tf.reshape(tf.slice(row, [0, i], [-1, 1]), [ROWS]);
      });
      return [net(x as tf.Tensor), tf.neg(tf.addN(diagonal))];
    }),
    onHost: onHost((_r, i, j) => (i === j ? 1 : 0)),
  },
  {
    name: "a flow with Hutchinson's estimate",
    ...shared,
    build: withVariables((...parameters) => (t, [x]) => {
      const net = network(t, parameters);
      const epsilon = tensorFrom(noise);
      const pulled = tf.grad(net)(x as tf.Tensor, epsilon);
      return [net(x as tf.Tensor), tf.neg(tf.sum(tf.mul(pulled, epsilon), 1))];
    }),
    onHost: onHost((r, i, j) => at(noise, r, i) * at(noise, r, j)),
  },
];
