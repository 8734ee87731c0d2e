import { relu } from "../host/choices.js";
import { mean, sigmoid, softmax, softplus, variance } from "../host/functions.js";
import {
  arrayOf,
  constants,
  type HostArray,
  map,
  pick,
  reduce,
  reshape,
  sum,
} from "../host/host-array.js";
import { add, affine, constant, div, mul, type Scalar, sqrt, sub, tanh } from "../host/scalar.js";
import { type Kind, kind } from "./kind.js";

type Activation = (a: Scalar) => Scalar;

function dense(x: HostArray, w: HostArray, b: HostArray, activation: Activation): HostArray {
  const [rows, units] = [x.shape[0] as number, w.shape[1] as number];
  return arrayOf([rows, units], (i = 0, j = 0) =>
    activation(
      add(
        sum(x.shape[1] as number, (k) => mul(pick(x, i, k), pick(w, k, j))),
        pick(b, j),
      ),
    ),
  );
}

function denseLayer(name: string, activation: Activation): Kind {
  return kind(
    "layers.dense",
    "$layer.apply($0)",
    [[2, 3], [3, 2], [2]],
    (x, w, b) => dense(x, w, b, activation),
    { layer: `tf.layers.dense({ units: 2, activation: "${name}" })` },
  );
}

const same: Activation = (a) => a;
const softly = (x: HostArray): HostArray => ({
  shape: x.shape,
  at: [...softmax(x.at.slice(0, 3)), ...softmax(x.at.slice(3))],
});

/** Layers, applied directly and in models. The inputs after the first are weights. */
export const layers: ReadonlyArray<Kind> = [
  denseLayer("linear", same),
  denseLayer("tanh", tanh),
  denseLayer("relu", relu),
  denseLayer("sigmoid", sigmoid),
  denseLayer("softplus", softplus),
  kind(
    "sequential",
    "$layer.apply($0)",
    [[2, 3], [3, 4], [4], [4, 3], [3]],
    (x, w, b, v, c) => dense(dense(x, w, b, tanh), v, c, same),
    {
      layer:
        'tf.sequential({ layers: [tf.layers.dense({ units: 4, activation: "tanh", inputShape: [3] }), tf.layers.dense({ units: 3 })] })',
    },
  ),
  kind(
    "layers.layerNormalization",
    "$layer.apply($0)",
    [[2, 3], [3], [3]],
    (x, gamma, beta) => {
      const middle = reduce(x, [1], mean, true);
      const spread = reduce(x, [1], variance, true);
      return map(
        (a, m, v, g, b) => add(mul(div(sub(a, m), sqrt(affine(v, 1, 0.001))), g), b),
        x,
        middle,
        spread,
        gamma,
        beta,
      );
    },
    { layer: "tf.layers.layerNormalization()" },
  ),
  kind(
    "layers.batchNormalization",
    "$layer.apply($0)",
    [[2, 3], [3], [3]],
    (x, gamma, beta) =>
      map((a, g, b) => add(mul(affine(a, 1 / Math.sqrt(1.001)), g), b), x, gamma, beta),
    { layer: "tf.layers.batchNormalization()" },
  ),
  kind(
    "layers.conv2d",
    "$layer.apply($0)",
    [[1, 4, 4, 2], [2, 2, 2, 1], [1]],
    (x, w, bias) =>
      arrayOf([1, 3, 3, 1], (_n, i = 0, j = 0) =>
        tanh(
          add(
            pick(bias, 0),
            sum(2, (p) =>
              sum(2, (q) => sum(2, (c) => mul(pick(x, 0, i + p, j + q, c), pick(w, p, q, c, 0)))),
            ),
          ),
        ),
      ),
    { layer: 'tf.layers.conv2d({ filters: 1, kernelSize: 2, activation: "tanh" })' },
  ),
  kind(
    "layers.simpleRNN",
    "$layer.apply($0)",
    [[1, 3, 2], [2, 2], [2, 2], [2]],
    (x, w, u, b) => {
      let h = constants([1, 2], [0, 0]);
      for (let t = 0; t < 3; t++) {
        const before = h;
        h = arrayOf([1, 2], (_n, j = 0) =>
          tanh(
            add(
              sum(2, (k) => mul(pick(x, 0, t, k), pick(w, k, j))),
              sum(2, (k) => mul(pick(before, 0, k), pick(u, k, j))),
              pick(b, j),
            ),
          ),
        );
      }
      return h;
    },
    { layer: "tf.layers.simpleRNN({ units: 2 })" },
  ),
  kind("layers.flatten", "$layer.apply($0)", [[2, 3, 2]], (x) => reshape(x, [2, 6]), {
    layer: "tf.layers.flatten()",
  }),
  kind("layers.activation", "$layer.apply($0)", [[2, 3]], softly, {
    layer: 'tf.layers.activation({ activation: "softmax" })',
  }),
  kind("layers.add", "$layer.apply([$0, $0])", [[2, 3]], (x) => map((a) => affine(a, 2), x), {
    layer: "tf.layers.add()",
  }),
  kind(
    "layers.globalAveragePooling1d",
    "$layer.apply($0)",
    [[2, 3, 2]],
    (x) => reduce(x, [1], mean),
    { layer: "tf.layers.globalAveragePooling1d({})" },
  ),
  kind(
    "layers.zeroPadding2d",
    "$layer.apply($0)",
    [[1, 2, 2, 2]],
    (x) =>
      arrayOf([1, 4, 4, 2], (_n, i = 0, j = 0, c = 0) =>
        i > 0 && i < 3 && j > 0 && j < 3 ? pick(x, 0, i - 1, j - 1, c) : constant(0),
      ),
    { layer: "tf.layers.zeroPadding2d()" },
  ),
];
