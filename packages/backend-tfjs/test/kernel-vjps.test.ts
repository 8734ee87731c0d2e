import { only } from "@symplectic-adjoint/testing";
import * as tf from "@tensorflow/tfjs";
import { expect, it } from "vitest";
import { dynamicsOf } from "./dynamics-of.js";
import { everyParameter } from "./every-parameter.js";
import { onEachEngine, tensorsLeft } from "./on-each-engine.js";

type Op = (y: tf.Tensor, w: tf.Tensor) => tf.Tensor;
const t = (values: Array<number>, shape: Array<number>) => tf.tensor(values, shape);
const asY = (x: tf.Tensor): tf.Tensor => tf.reshape(x, [2, 3]);

/** Operations of y [2, 3] and of w, in its shape, with a result like y. */
const cases: ReadonlyArray<readonly [string, Array<number>, Op]> = [
  ["y + w", [3], (y, w) => tf.add(y, w)],
  ["w + y, w repeated along the columns", [2, 1], (y, w) => tf.add(w, y)],
  ["y − w, w a number", [], (y, w) => tf.sub(y, w)],
  ["w − y", [2, 3], (y, w) => tf.sub(w, y)],
  ["y − w, w repeated along the columns", [2, 1], (y, w) => tf.sub(y, w)],
  ["y w", [1, 3], (y, w) => tf.mul(y, w)],
  ["y y", [3], (y, w) => tf.mul(tf.mul(y, y), w)],
  ["y + y", [3], (y, w) => tf.mul(tf.add(y, y), w)],
  ["y / w", [3], (y, w) => tf.div(y, w)],
  ["w / y", [2, 1], (y, w) => tf.div(w, y)],
  ["−y", [3], (y, w) => tf.mul(tf.neg(y), w)],
  ["y²", [3], (y, w) => tf.mul(tf.square(y), w)],
  ["√y, eʸ, ln y", [3], (y, w) => tf.add(tf.sqrt(y), tf.mul(tf.exp(y), tf.log(tf.add(w, y))))],
  ["sin y, cos y", [3], (y, w) => tf.mul(tf.sin(y), tf.cos(tf.mul(y, w)))],
  ["tanh, sigmoid", [3], (y, w) => tf.mul(tf.tanh(tf.mul(y, w)), tf.sigmoid(y))],
  ["relu, softplus", [3], (y, w) => tf.mul(tf.relu(tf.sub(y, w)), tf.softplus(tf.mul(y, w)))],
  ["Σ y over rows", [3], (y, w) => tf.mul(tf.sum(y, 0), tf.mul(y, w))],
  ["Σ y over columns, kept", [3], (y, w) => tf.mul(tf.sum(tf.mul(y, w), 1, true), y)],
  ["Σ y", [3], (y, w) => tf.mul(tf.sum(tf.mul(y, w)), y)],
  ["reshape, expandDims", [6], (y, w) => asY(tf.mul(tf.expandDims(tf.reshape(y, [6]), 0), w))],
  ["transpose", [3, 2], (y, w) => tf.transpose(tf.mul(tf.transpose(y), w))],
  ["clone", [3], (y, w) => tf.mul(tf.clone(y), tf.clone(w))],
  ["y W", [3, 3], (y, w) => tf.matMul(y, w)],
  ["y Wᵀ", [3, 3], (y, w) => tf.matMul(y, w, false, true)],
  ["(Wᵀ yᵀ)ᵀ", [3, 3], (y, w) => tf.transpose(tf.matMul(w, y, true, true))],
  ["Wᵀ y", [2, 2], (y, w) => tf.matMul(w, y, true)],
  [
    "a batch of products",
    [2, 3, 3],
    (y, w) => tf.reshape(tf.matMul(tf.reshape(y, [2, 1, 3]), w), [2, 3]),
  ],
  [
    "what has no VJP here",
    [3],
    (y, w) => tf.concat([tf.pow(y, w), tf.elu(y)], 0).slice([1, 0], [2, 3]),
  ],
];

const Y = [0.5, 1.5, 0.25, 0.75, 2, 1.25];
const G = [1, -2, 0.5, 3, 0.25, -1];
const numbers = (length: number) => Array.from({ length }, (_, i) => 0.3 + 0.17 * ((i * 5) % 7));

onEachEngine("The VJP of", () => {
  it.each(cases)("%s is that of tf.grads", (_, shape, op) => {
    const y = t(Y, [2, 3]);
    const w = tf.variable(t(numbers(shape.reduce((n, m) => n * m, 1)), shape));
    const g = t(G, [2, 3]);
    const dynamics = dynamicsOf((_: number, y: tf.Tensor) => op(y, w), y, { parameters: [w] });
    const [dy, dw] = tf.grads((y, w) => op(y as tf.Tensor, w as tf.Tensor))([y, w], g) as [
      tf.Tensor,
      tf.Tensor,
    ];
    const every = everyParameter(dynamics);
    const pulled = dynamics.pullback(0, [y], [g], every);
    const expectSame = (found: tf.Tensor | undefined, expected: tf.Tensor): void => {
      expect(found?.shape).toEqual(expected.shape);
      const values = expected.dataSync();
      // Fused kernels round once instead of three times.
      found?.dataSync().forEach((value, i) => {
        expect(value).toBeCloseTo(values[i] ?? Number.NaN, 5);
      });
    };
    expectSame(pulled.y[0], dy);
    expectSame(only(pulled.parameters), dw);
    expectSame(dynamics.pullback(0, [y], [g], []).y[0], dy);
    const left = tensorsLeft(() => {
      const { value, y: back, parameters } = dynamics.pullback(0, [y], [g], every);
      tf.dispose([...value, ...back, ...parameters]);
    });
    expect(left).toBe(0);
  });
});
