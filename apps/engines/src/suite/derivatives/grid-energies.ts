import * as tf from "@tensorflow/tfjs";
import { at, type HostTensor, sum, tensorOf } from "../host/host-tensor.js";
import { type InnerCase, withVariables } from "./inner-case.js";

const POINTS = 6;
const around = (i: number): number => (i + POINTS) % POINTS;

// Energies of functions on grids, as in networks for partial differential equations.

/** On a periodic line: E = Σ_jm w_m tanh(a_jm) with a_jm = Σ_k c_km u_{j+k−1}; u' = D ∂E/∂u with central differences D. */
const line: InnerCase = {
  name: "an energy on a periodic line with a convolution",
  state: [[1, POINTS, 1]],
  parameters: [[3, 1, 2], [2]],
  needs: ["Conv2DBackpropInput", "Conv2DBackpropFilter"],
  build: withVariables((kernel, weights) => (_t, [u]) => {
    const roll = (x: tf.Tensor, by: 1 | -1): tf.Tensor => {
      const [head, tail] = tf.split(x, by === 1 ? [POINTS - 1, 1] : [1, POINTS - 1], 1);
      return tf.concat([tail as tf.Tensor, head as tf.Tensor], 1);
    };
    const energy = (z: tf.Tensor): tf.Tensor => {
      const last = tf.slice(z, [0, POINTS - 1, 0], [-1, 1, -1]);
      const first = tf.slice(z, [0, 0, 0], [-1, 1, -1]);
      const padded = tf.concat([last, z, first], 1) as tf.Tensor3D;
      const inner = tf.conv1d(padded, kernel as tf.Tensor3D, 1, "valid");
      return tf.sum(tf.mul(tf.tanh(inner), weights as tf.Tensor));
    };
    const slope = tf.grad(energy)(u as tf.Tensor);
    return [tf.mul(tf.sub(roll(slope, -1), roll(slope, 1)), 0.5)];
  }),
  onHost: (_t, [u], [c, w]) => {
    const [value, kernel, weights] = [u, c, w] as [HostTensor, HostTensor, HostTensor];
    const a = (j: number, m: number): number =>
      sum(3, (k) => at(kernel, k, 0, m) * at(value, 0, around(j + k - 1), 0));
    const slope = (i: number): number =>
      sum(3, (k) =>
        sum(2, (m) => {
          const factor = 1 - Math.tanh(a(around(i - k + 1), m)) ** 2;
          return at(weights, m) * factor * at(kernel, k, 0, m);
        }),
      );
    return [tensorOf([1, POINTS, 1], (_, i) => (slope(around(i + 1)) - slope(around(i - 1))) / 2)];
  },
};

const SIDE = 4;

/** On a square: E = Σ_ij a_ij³ / 3 with a = c ∗ u; u' = ∂E/∂u / 8. */
const square = (name: string, convolve: typeof tf.conv2d | typeof tf.depthwiseConv2d) => ({
  name,
  state: [[1, SIDE, SIDE, 1]],
  parameters: [[2, 2, 1, 1]],
  build: withVariables((kernel) => (_t: number, [u]: Array<tf.Tensor>) => {
    const energy = (z: tf.Tensor): tf.Tensor => {
      const inner = convolve(z as tf.Tensor4D, kernel as tf.Tensor4D, 1, "valid");
      return tf.sum(tf.div(tf.mul(tf.square(inner), inner), 3));
    };
    return [tf.mul(tf.grad(energy)(u as tf.Tensor), 1 / 8)];
  }),
  onHost: (_t: number, [u]: ReadonlyArray<HostTensor>, [c]: ReadonlyArray<HostTensor>) => {
    const [value, kernel] = [u, c] as [HostTensor, HostTensor];
    const a = (i: number, j: number): number => {
      if (i < 0 || j < 0 || i > SIDE - 2 || j > SIDE - 2) return 0;
      return sum(2, (k) => sum(2, (l) => at(kernel, k, l, 0, 0) * at(value, 0, i + k, j + l, 0)));
    };
    return [
      tensorOf(
        [1, SIDE, SIDE, 1],
        (_, m, n) =>
          sum(2, (k) => sum(2, (l) => a(m - k, n - l) ** 2 * at(kernel, k, l, 0, 0))) / 8,
      ),
    ];
  },
});

/** E = Σ p³ / 3 with p the means of u over windows of 2 × 2; u' = w ∂E/∂u */
const pooled: InnerCase = {
  name: "an energy on a square with average pooling",
  state: [[1, SIDE, SIDE, 1]],
  parameters: [[1]],
  needs: ["AvgPoolGrad"],
  build: withVariables((w) => (_t, [u]) => {
    const energy = (z: tf.Tensor): tf.Tensor => {
      const mean = tf.avgPool(z as tf.Tensor4D, 2, 2, "valid");
      return tf.sum(tf.div(tf.mul(tf.square(mean), mean), 3));
    };
    return [tf.mul(tf.grad(energy)(u as tf.Tensor), w as tf.Tensor)];
  }),
  onHost: (_t, [u], [w]) => [
    tensorOf([1, SIDE, SIDE, 1], (_, i, j) => {
      const corner = (k: number): number => 2 * Math.floor(k / 2);
      const mean =
        sum(2, (k) => sum(2, (l) => at(u as HostTensor, 0, corner(i) + k, corner(j) + l, 0))) / 4;
      return (at(w as HostTensor, 0) * mean ** 2) / 4;
    }),
  ],
};

/** f as the derivative of convolutional networks. */
export const gridEnergies: ReadonlyArray<InnerCase> = [
  line,
  {
    ...square("an energy on a square with a convolution", tf.conv2d),
    needs: ["Conv2DBackpropInput", "Conv2DBackpropFilter"],
  },
  {
    ...square("an energy on a square with a depthwise convolution", tf.depthwiseConv2d),
    needs: ["DepthwiseConv2dNativeBackpropInput", "DepthwiseConv2dNativeBackpropFilter"],
  },
  pooled,
];
