import { only } from "@symplectic-adjoint/testing";
import * as tf from "@tensorflow/tfjs";
import { expect, it } from "vitest";
import { dynamicsOf } from "./dynamics-of.js";
import { everyParameter } from "./every-parameter.js";
import { expectValues } from "./expect-values.js";
import { onEachEngine, tensorsLeft } from "./on-each-engine.js";

// H(q, p) = Σ w tanh(q) p² / 2, so q' = w tanh(q) p and p' = −w (1 − tanh²(q)) p² / 2.
function hamiltonian(w: tf.Tensor) {
  const energy = (q: tf.Tensor, p: tf.Tensor): tf.Tensor =>
    tf.sum(tf.mul(tf.mul(w, 0.5), tf.mul(tf.tanh(q), tf.square(p))));
  return (_: number, { q, p }: { q: tf.Tensor; p: tf.Tensor }) => {
    const [dq, dp] = tf.grads(energy)([q, p]) as [tf.Tensor, tf.Tensor];
    return { q: dp, p: tf.neg(dq) };
  };
}

function byHand(w: number, q: number, p: number, [a, b]: [number, number]) {
  const th = Math.tanh(q);
  const d = 1 - th * th;
  return {
    value: [w * th * p, (-w * d * p * p) / 2],
    q: a * w * d * p + b * w * th * d * p * p,
    p: a * w * th - b * w * d * p,
    w: a * th * p - (b * d * p * p) / 2,
  };
}

onEachEngine("Dynamics that take gradients themselves", () => {
  it("have the right value and VJP, for y and for parameters", () => {
    const w = tf.variable(tf.scalar(1.5));
    const y0 = { q: tf.tensor1d([0.3]), p: tf.tensor1d([-0.8]) };
    const y = [y0.q, y0.p];
    const g: [number, number] = [2, -3];
    const dynamics = dynamicsOf(hamiltonian(w), y0);
    expect(dynamics.parameters).toEqual([w]);
    const expected = byHand(1.5, 0.3, -0.8, g);
    dynamics.evaluate(0, y).forEach((leaf, i) => {
      expectValues(leaf, [expected.value[i] as number]);
    });
    const pulled = dynamics.pullback(
      0,
      y,
      g.map((x) => tf.tensor1d([x])),
      everyParameter(dynamics),
    );
    pulled.value.forEach((leaf, i) => {
      expectValues(leaf, [expected.value[i] as number]);
    });
    expectValues(pulled.y[0] as tf.Tensor, [expected.q]);
    expectValues(pulled.y[1] as tf.Tensor, [expected.p]);
    expectValues(only(pulled.parameters), [expected.w]);
  });

  const ways: Readonly<
    Record<string, (energy: (z: tf.Tensor) => tf.Scalar) => (z: tf.Tensor) => tf.Tensor>
  > = {
    "tf.grad": (energy) => tf.grad(energy),
    "tf.valueAndGrad": (energy) => (z) => tf.valueAndGrad(energy)(z).grad,
    "tf.grad of tf.grad": (energy) =>
      tf.grad((z: tf.Tensor) => tf.sum(tf.square(tf.grad(energy)(z)))),
  };
  it.each(Object.keys(ways))("find each parameter once, by %s, as if it was given", (way) => {
    const [v, w] = [tf.variable(tf.tensor2d([[0.7, -0.4]])), tf.variable(tf.scalar(0.3))];
    for (const activation of [tf.tanh, tf.sin, tf.softplus, tf.square, tf.sigmoid]) {
      const energy = (z: tf.Tensor) =>
        tf.sum(tf.mul(w, activation(tf.matMul(z as tf.Tensor2D, v)))) as tf.Scalar;
      const f = (_: number, z: tf.Tensor) => tf.mul(w, ways[way]?.(energy)(z) as tf.Tensor);
      const y = [tf.tensor2d([[0.9]])];
      const found = dynamicsOf(f, y[0] as tf.Tensor);
      const given = dynamicsOf(f, y[0] as tf.Tensor, { parameters: [w, v] });
      expect(new Set(found.parameters)).toEqual(new Set([v, w]));
      expect(found.parameters).toHaveLength(2);
      const bars = found.pullback(0, y, y, [0, 1]).parameters;
      for (const [i, parameter] of [w, v].entries()) {
        const bar = bars[found.parameters.indexOf(parameter)] as tf.Tensor;
        const wanted = given.pullback(0, y, y, [i]).parameters[0] as tf.Tensor;
        expectValues(bar, [...wanted.dataSync()]);
      }
    }
  });

  it("leak nothing, inside tf.grads or outside", () => {
    const w = tf.variable(tf.scalar(1.5));
    const y0 = { q: tf.tensor1d([0.3]), p: tf.tensor1d([-0.8]) };
    const y = [y0.q, y0.p];
    const dynamics = dynamicsOf(hamiltonian(w), y0);
    const g = [tf.tensor1d([1]), tf.tensor1d([1])];
    const all = (): void => {
      tf.dispose([...dynamics.evaluate(0, y)]);
      const { value, y: dy, parameters } = dynamics.pullback(0, y, g, everyParameter(dynamics));
      tf.dispose([...value, ...dy, ...parameters]);
    };
    expect(tensorsLeft(all)).toBe(0);
    const x = tf.scalar(3);
    expect(
      tensorsLeft(() =>
        tf
          .grad((x: tf.Tensor) => {
            all();
            return tf.square(x);
          })(x)
          .dispose(),
      ),
    ).toBe(0);
  });

  // TensorFlow.js itself loses terms if an operation saved its output.
  it.each([
    ["tanh", tf.tanh, Math.tanh],
    ["sigmoid", tf.sigmoid, (x: number) => 1 / (1 + Math.exp(-x))],
    ["exp", tf.exp, Math.exp],
    ["pow", (x: tf.Tensor) => tf.pow(x, tf.scalar(3)), (x: number) => x ** 3],
    ["softplus", tf.softplus, (x: number) => Math.log1p(Math.exp(x))],
  ])("are differentiated right through the derivative of %s", (_, op, inDouble) => {
    const w = tf.variable(tf.scalar(1.5));
    const potential = (x: tf.Tensor): tf.Tensor => tf.sum(tf.mul(w, op(tf.mul(x, 0.5))));
    const f = (_: number, y: tf.Tensor): tf.Tensor => tf.neg(tf.grad(potential)(y));
    const y = [tf.tensor1d([0.4])];
    const dynamics = dynamicsOf(f, y[0] as tf.Tensor);
    const pulled = dynamics.pullback(0, y, [tf.tensor1d([2])], everyParameter(dynamics));
    const h = 1e-3;
    const [below, at, above] = [0.4 - h, 0.4, 0.4 + h].map((x) => inDouble(x / 2)) as [
      number,
      number,
      number,
    ];
    expectValues(pulled.value[0] as tf.Tensor, [(-1.5 * (above - below)) / (2 * h)], 1e-5);
    expectValues(pulled.y[0] as tf.Tensor, [(-3 * (above - 2 * at + below)) / h ** 2], 1e-5);
    expectValues(only(pulled.parameters), [(-2 * (above - below)) / (2 * h)], 1e-5);
  });

  it("may compute second derivatives", () => {
    // f = V''(y) with V = w y⁴: 12 w y²
    const w = tf.variable(tf.scalar(2));
    const potential = (x: tf.Tensor): tf.Tensor => tf.mul(w, tf.square(tf.square(x)));
    const f = (_: number, y: tf.Tensor): tf.Tensor =>
      tf.grad((x: tf.Tensor) => tf.sum(tf.grad((z: tf.Tensor) => tf.sum(potential(z)))(x)))(y);
    const y = [tf.tensor1d([0.5, -1])];
    const dynamics = dynamicsOf(f, y[0] as tf.Tensor);
    const pulled = dynamics.pullback(0, y, [tf.tensor1d([1, 10])], everyParameter(dynamics));
    expectValues(pulled.value[0] as tf.Tensor, [6, 24]);
    expectValues(pulled.y[0] as tf.Tensor, [24, -480]);
    expectValues(only(pulled.parameters), [3 + 120]);
  });
});
