import * as tf from "@tensorflow/tfjs";
import { expect, it } from "vitest";
import { dynamicsOf } from "./dynamics-of.js";
import { expectValues } from "./expect-values.js";
import { mlp } from "./mlp.js";
import { onEachEngine, tensorsLeft } from "./on-each-engine.js";

const Y = [
  [0.5, -1, 0.25],
  [-0.75, 0.125, 1],
];
const G = [
  [1, 2, -0.5],
  [0.25, -1, 0.75],
];
const ALL = [0, 1, 2, 3];

onEachEngine("Dynamics of a network", () => {
  it("evaluate to the result of f, and do not change it", () => {
    const net = mlp();
    const y = [tf.tensor2d(Y)];
    const { evaluate } = dynamicsOf(net.f, y[0] as tf.Tensor);
    expectValues(evaluate(0, y)[0] as tf.Tensor, net.value(Y).flat());
    expect(tensorsLeft(() => evaluate(0, y))).toBe(1);
  });

  it("find the parameters in the order of their first use", () => {
    const net = mlp();
    expect(dynamicsOf(net.f, tf.tensor2d(Y)).parameters).toEqual([...net.parameters]);
    expect(tensorsLeft(() => dynamicsOf(net.f, tf.tensor2d(Y)))).toBe(1);
  });

  it("pull back to y and all parameters according to the formulas", () => {
    const net = mlp();
    const y = [tf.tensor2d(Y)];
    const { pullback } = dynamicsOf(net.f, y[0] as tf.Tensor);
    const pulled = pullback(0, y, [tf.tensor2d(G)], ALL);
    expectValues(pulled.value[0] as tf.Tensor, net.value(Y).flat());
    const expected = net.vjp(Y, G);
    [...pulled.y, ...pulled.parameters].forEach((gradient, i) => {
      expectValues(gradient, expected[i]?.flat() ?? []);
    });
    expect(pulled.parameters.map(({ shape }) => shape)).toEqual(
      net.parameters.map(({ shape }) => shape),
    );
  });

  it("pull back to the requested parameters only, in the requested order", () => {
    const net = mlp();
    const y = [tf.tensor2d(Y)];
    const { pullback, record } = dynamicsOf(net.f, y[0] as tf.Tensor);
    const [, ...expected] = net.vjp(Y, G);
    for (const wrt of [[], [3], [2, 0]]) {
      const recorded = record(0, y);
      for (const pulled of [
        pullback(0, y, [tf.tensor2d(G)], wrt),
        recorded.pullback([tf.tensor2d(G)], wrt),
      ]) {
        expect(pulled.parameters.length).toBe(wrt.length);
        wrt.forEach((index, i) => {
          expectValues(pulled.parameters[i] as tf.Tensor, expected[index]?.flat() ?? []);
        });
      }
      recorded.release();
    }
  });

  it("record once and pull back repeatedly, in any scope, until released", () => {
    const net = mlp();
    const y = [tf.tensor2d(Y)];
    const { record } = dynamicsOf(net.f, y[0] as tf.Tensor);
    tf.engine().startScope();
    const recorded = record(0, y);
    tf.engine().endScope();
    for (const g of [G, Y, G]) {
      const pulled = recorded.pullback([tf.tensor2d(g)], ALL);
      const expected = net.vjp(Y, g);
      [...pulled.y, ...pulled.parameters].forEach((gradient, i) => {
        expectValues(gradient, expected[i]?.flat() ?? []);
      });
    }
    recorded.release();
    recorded.release();
    expect(() => recorded.pullback([tf.tensor2d(G)], [])).toThrow(/was released/);
  });

  it("leak nothing", () => {
    const net = mlp();
    const y = [tf.tensor2d(Y)];
    const g = [tf.tensor2d(G)];
    const { pullback, record } = dynamicsOf(net.f, y[0] as tf.Tensor);
    expect(tensorsLeft(() => pullback(0, y, g, ALL))).toBe(1 + 1 + 4);
    const before = tf.memory().numTensors;
    const recorded = record(0, y);
    const held = tf.memory().numTensors - before;
    expect(held).toBeGreaterThan(1);
    expect(tensorsLeft(() => recorded.pullback(g, ALL))).toBe(1 + 4);
    expect(tensorsLeft(recorded.release)).toBe(1 - held);
  });

  it("return new, distinct tensors, not the cotangent", () => {
    const w = tf.variable(tf.tensor1d([2, 3]));
    const y = [tf.tensor1d([1, 1])];
    const g = tf.tensor1d([5, 7]);
    const { pullback } = dynamicsOf((_, y: tf.Tensor) => tf.add(y, w), y[0] as tf.Tensor);
    const pulled = pullback(0, y, [g], [0]);
    const handles = [...pulled.y, ...pulled.parameters, ...pulled.value, g];
    expect(new Set(handles).size).toBe(4);
    for (const handle of handles) handle.dispose();
    expect(y[0]?.isDisposed).toBe(false);
    expectValues(w, [2, 3]);
  });

  it("neither record on nor end a tape of the user", () => {
    const net = mlp();
    const x = tf.tensor2d(Y);
    const gradient = tf.grad((x: tf.Tensor) => {
      const dynamics = dynamicsOf(net.f, x);
      dynamics.evaluate(0, [x]);
      dynamics.pullback(0, [x], [tf.tensor2d(G)], ALL);
      const recorded = dynamics.record(0, [x]);
      recorded.pullback([tf.tensor2d(G)], ALL);
      recorded.release();
      const nodes = (tf.engine().state.activeTape ?? []).length;
      expect(nodes).toBe(0);
      return tf.sum(tf.square(x));
    })(x);
    expectValues(
      gradient,
      Y.flat().map((v) => 2 * v),
    );
  });
});
