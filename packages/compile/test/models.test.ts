import { type TensorFunction, tfjs } from "@symplectic-adjoint/backend-tfjs";
import * as tf from "@tensorflow/tfjs";
import { expect, test } from "vitest";
import { differentiate } from "../src/derivative/differentiate.js";
import { evaluateGraph } from "./reference/evaluate-graph.js";
import { traceAt } from "./support/evaluate-traced.js";

type Layer = tf.layers.Layer;
type Row = readonly [name: string, shape: Array<number>, make: () => Layer | tf.LayersModel];

const image = [2, 4, 4, 2];
const sequence = [2, 3, 4];
const { layers, sequential } = tf;

// Each keeps the shape of its input, by a dense layer at its end where it would not.
const rows: ReadonlyArray<Row> = [
  ...(
    [
      "tanh",
      "relu",
      "elu",
      "selu",
      "sigmoid",
      "softplus",
      "softmax",
      "swish",
      "mish",
      "gelu",
    ] as const
  ).map(
    (activation): Row => [
      `dense with ${activation}`,
      [2, 3],
      () => layers.dense({ units: 3, activation }),
    ],
  ),
  ["dense on sequences", sequence, () => layers.dense({ units: 4 })],
  [
    "conv2d",
    image,
    () => layers.conv2d({ filters: 2, kernelSize: 3, padding: "same", activation: "relu" }),
  ],
  [
    "conv2dTranspose",
    image,
    () => layers.conv2dTranspose({ filters: 2, kernelSize: 3, padding: "same" }),
  ],
  [
    "separableConv2d",
    image,
    () => layers.separableConv2d({ filters: 2, kernelSize: 3, padding: "same" }),
  ],
  ["depthwiseConv2d", image, () => layers.depthwiseConv2d({ kernelSize: 2, padding: "same" })],
  ["conv1d", sequence, () => layers.conv1d({ filters: 4, kernelSize: 2, padding: "same" })],
  ["conv3d", [1, 2, 3, 3, 1], () => layers.conv3d({ filters: 1, kernelSize: 2, padding: "same" })],
  ["batchNormalization", [2, 3], () => layers.batchNormalization()],
  ["batchNormalization of images", image, () => layers.batchNormalization()],
  ["layerNormalization", [2, 3], () => layers.layerNormalization()],
  ["simpleRNN", sequence, () => layers.simpleRNN({ units: 4, returnSequences: true })],
  ["gru", sequence, () => layers.gru({ units: 4, returnSequences: true })],
  ["lstm", sequence, () => layers.lstm({ units: 4, returnSequences: true })],
  [
    "bidirectional",
    sequence,
    () =>
      layers.bidirectional({
        layer: layers.simpleRNN({ units: 2, returnSequences: true }) as tf.RNN,
        mergeMode: "concat",
      }),
  ],
  ["dropout", [2, 3], () => layers.dropout({ rate: 0.5 })],
  ["leakyReLU", [2, 3], () => layers.leakyReLU()],
  ["prelu", [2, 3], () => layers.prelu({ alphaInitializer: "randomNormal" })],
  [
    "a network of convolutions",
    image,
    () =>
      sequential({
        layers: [
          layers.zeroPadding2d({ inputShape: [4, 4, 2] }),
          layers.conv2d({ filters: 3, kernelSize: 3, activation: "tanh" }),
          layers.maxPooling2d({ poolSize: 2 }),
          layers.upSampling2d({ size: [2, 2] }),
          layers.averagePooling2d({ poolSize: 2, strides: 1, padding: "same" }),
          layers.flatten(),
          layers.dense({ units: 32, activation: "selu" }),
          layers.reshape({ targetShape: [4, 4, 2] }),
          layers.batchNormalization(),
        ],
      }),
  ],
  [
    "global pools",
    [2, 4, 4, 2],
    () => {
      const input = tf.input({ shape: [4, 4, 2] });
      const average = layers.globalAveragePooling2d({}).apply(input);
      const largest = layers.globalMaxPooling2d({}).apply(input);
      const joined = layers.concatenate().apply([average, largest] as Array<tf.SymbolicTensor>);
      const wide = layers.dense({ units: 32 }).apply(joined);
      const outputs = layers.reshape({ targetShape: [4, 4, 2] }).apply(wide) as tf.SymbolicTensor;
      return tf.model({ inputs: input, outputs });
    },
  ],
];

test.each(rows)("Traced, %s has the value and the derivatives of the layer.", (_, shape, make) => {
  const model = make();
  const y = tf.randomNormal(shape, 0, 1, "float32", 3);
  // Weights are zeros and ones where layers begin.
  tf.dispose(model.apply(y) as tf.Tensor);
  tf.tidy(() => {
    const weights = model.weights.map((weight, i) =>
      tf.add(
        tf.mul(weight.read(), 0.5),
        tf.randomUniform(weight.shape as Array<number>, 0.1, 0.9, "float32", i + 1),
      ),
    );
    model.setWeights(weights);
  });
  const func = model as unknown as TensorFunction;
  const structure = { kind: "leaf" } as const;
  const dynamics = tfjs.dynamics(func, { t0: 0, y0: [y], structure, differentiate: true });
  const cotangent = tf.randomNormal(shape, 0, 1, "float32", 4);
  const wrt = dynamics.parameters.map((_, i) => i);
  const pulled = dynamics.pullback(0, [y], [cotangent], wrt);
  const expected = [...pulled.value, ...pulled.y, ...pulled.parameters];

  const traced = traceAt(func, y);
  expect(traced.parameters).toEqual(dynamics.parameters);
  const read = (tensors: ReadonlyArray<tf.Tensor>) => tensors.map((x) => x.dataSync());
  const inputs = {
    state: read([y]),
    parameter: read(traced.parameters),
    captured: read(traced.captured),
  };
  const { graph } = traced.func;
  const got = [
    ...evaluateGraph(graph, inputs),
    ...evaluateGraph(differentiate(graph), { ...inputs, cotangent: read([cotangent]) }),
  ];
  for (const [i, tensor] of expected.entries()) {
    const values = tensor.dataSync();
    const scale = Math.max(1, ...values.map(Math.abs));
    for (const [j, value] of values.entries())
      expect(Math.abs((got[i]?.[j] as number) - value) / scale).toBeLessThan(2e-5);
  }
  tf.dispose([y, cotangent, ...expected]);
  model.dispose();
});
