import * as tf from "@tensorflow/tfjs";
import { describe, expect, it } from "vitest";
import { measureMemory } from "../src/index.js";
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
  it("evaluate to what f returns, and leave that alone", () => {
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

  it("pull back to y and all parameters as the formulas say", () => {
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

  it("pull back to the wanted parameters only, in the order asked for", () => {
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

  it("leave nothing but what they return", () => {
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

  it("return new tensors, which are neither the cotangent nor each other", () => {
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

  it("do not record on, or end, a tape of the user's", () => {
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

onEachEngine("Dynamics", () => {
  it("take states of nested lists and records, with keys returned in any order", () => {
    const y0 = { q: tf.tensor1d([1, 2]), rest: [tf.scalar(3), tf.tensor2d([[4]])] as const };
    const w = tf.variable(tf.scalar(2));
    const f = (t: number, { q, rest }: { q: tf.Tensor; rest: [tf.Tensor, tf.Tensor] }) => ({
      rest: [tf.mul(rest[0], w), tf.mul(rest[1], tf.sum(q))],
      q: tf.mul(q, t),
    });
    const dynamics = dynamicsOf(f, y0);
    const y = [y0.q, ...y0.rest];
    const values = dynamics.evaluate(10, y);
    expect(values.map((leaf) => Array.from(leaf.dataSync()))).toEqual([[10, 20], [6], [12]]);
    const g = [tf.tensor1d([1, 1]), tf.scalar(5), tf.tensor2d([[7]])];
    const pulled = dynamics.pullback(10, y, g, [0]);
    expect(pulled.y.map(({ shape }) => shape)).toEqual([[2], [], [1, 1]]);
    expect(pulled.y.map((leaf) => Array.from(leaf.dataSync()))).toEqual([[38, 38], [10], [21]]);
    expectValues(pulled.parameters[0] as tf.Tensor, [15]);
  });

  it("give zeros for y where f does not depend on it, and for parameters it does not use", () => {
    const used = tf.variable(tf.tensor1d([1, 2]));
    const unused = tf.variable(tf.ones([2, 2]));
    const y = [tf.tensor1d([5, 6])];
    const f = () => tf.square(used);
    const { pullback } = dynamicsOf(f, y[0] as tf.Tensor, { parameters: { used, unused } });
    const pulled = pullback(0, y, [tf.tensor1d([1, 10])], [0, 1]);
    expectValues(pulled.y[0] as tf.Tensor, [0, 0]);
    expectValues(pulled.parameters[0] as tf.Tensor, [2, 40]);
    expectValues(pulled.parameters[1] as tf.Tensor, [0, 0, 0, 0]);
    expect(pulled.parameters[1]?.shape).toEqual([2, 2]);
  });

  describe("never free a tensor of the user's", () => {
    it("when f returns y itself", () => {
      const y = [tf.tensor1d([1, 2])];
      const { evaluate, pullback, record } = dynamicsOf((_, y) => y, y[0] as tf.Tensor);
      const [value] = evaluate(0, y);
      value?.dispose();
      const pulled = pullback(0, y, [tf.tensor1d([3, 4])], []);
      expectValues(pulled.y[0] as tf.Tensor, [3, 4]);
      pulled.value[0]?.dispose();
      const recorded = record(0, y);
      recorded.value[0]?.dispose();
      recorded.release();
      expectValues(y[0] as tf.Tensor, [1, 2]);
    });

    it("when f returns a variable, a captured tensor or a kept one", () => {
      const variable = tf.variable(tf.tensor1d([1, 2]));
      const captured = tf.tensor1d([3, 4]);
      let kept: tf.Tensor | undefined;
      const f = (_: number, y: Array<tf.Tensor>) => {
        kept ??= tf.keep(tf.mul(y[0] as tf.Tensor, 2));
        return [variable, captured, kept];
      };
      const y = [1, 2, 3].map((x) => tf.tensor1d([x, x]));
      const dynamics = dynamicsOf(f, y);
      expect(dynamics.parameters).toEqual([variable, captured]);
      const values = dynamics.evaluate(0, y);
      const pulled = dynamics.pullback(
        0,
        y,
        [1, 2, 3].map((x) => tf.tensor1d([x, x])),
        [0, 1],
      );
      expectValues(pulled.parameters[0] as tf.Tensor, [1, 1]);
      expectValues(pulled.parameters[1] as tf.Tensor, [2, 2]);
      for (const tensor of [...values, ...pulled.value]) tensor.dispose();
      expectValues(variable, [1, 2]);
      expectValues(captured, [3, 4]);
      expectValues(kept as tf.Tensor, [2, 2]);
      kept?.dispose();
    });

    it("when f keeps what it returns", () => {
      const kept: Array<tf.Tensor> = [];
      const f = (_: number, y: tf.Tensor) => {
        const result = tf.keep(tf.mul(y, 2));
        kept.push(result);
        return result;
      };
      const y = [tf.tensor1d([1, 2])];
      const dynamics = dynamicsOf(f, y[0] as tf.Tensor);
      const values = [...dynamics.evaluate(0, y), ...dynamics.pullback(0, y, y, []).value];
      for (const value of values) value.dispose();
      expect(kept.length).toBe(3);
      for (const result of kept) {
        expectValues(result, [2, 4]);
        result.dispose();
      }
    });

    it("when f returns one tensor twice", () => {
      const y = [tf.tensor1d([1]), tf.tensor1d([2])];
      const f = (_: number, [a]: Array<tf.Tensor>) => {
        const twice = tf.mul(a as tf.Tensor, 2);
        return [twice, twice];
      };
      const dynamics = dynamicsOf(f, y);
      const [first, second] = dynamics.evaluate(0, y);
      first?.dispose();
      expectValues(second as tf.Tensor, [2]);
      const pulled = dynamics.pullback(0, y, [tf.tensor1d([1]), tf.tensor1d([10])], []);
      expectValues(pulled.y[0] as tf.Tensor, [22]);
      expectValues(pulled.y[1] as tf.Tensor, [0]);
    });

    it("when a gradient returns the cotangent, or what it saved", () => {
      const f = (_: number, y: tf.Tensor) =>
        tf.customGrad((x, save) => {
          (save as (tensors: Array<tf.Tensor>) => void)([x as tf.Tensor]);
          return {
            value: tf.mul(x as tf.Tensor, 3),
            gradFunc: (dy: tf.Tensor, saved: Array<tf.Tensor>) =>
              dy.size === 1 ? dy : (saved[0] as tf.Tensor),
          };
        })(y);
      for (const values of [[4], [4, 5]]) {
        const y = [tf.tensor1d(values)];
        const g = [tf.tensor1d(values.map(() => 7))];
        const recorded = dynamicsOf(f, y[0] as tf.Tensor).record(0, y);
        for (let i = 0; i < 2; i++) {
          const [gradient] = recorded.pullback(g, []).y;
          expectValues(gradient as tf.Tensor, values.length === 1 ? [7] : values);
          gradient?.dispose();
        }
        recorded.release();
      }
    });
  });

  it("tell y from what f captured, even if that is the same tensor", () => {
    const y0 = tf.tensor1d([2, 3]);
    const dynamics = dynamicsOf((_, y: tf.Tensor) => tf.mul(y, y0), y0);
    expect(dynamics.parameters).toEqual([y0]);
    const g = [tf.tensor1d([1, 10])];
    const pulled = dynamics.pullback(0, [y0], g, [0]);
    expectValues(pulled.y[0] as tf.Tensor, [2, 30]);
    expectValues(pulled.parameters[0] as tf.Tensor, [2, 30]);
  });

  it("tell two leaves of y apart that are the same tensor", () => {
    const x = tf.tensor1d([2]);
    const f = (_: number, [a, b]: Array<tf.Tensor>) => [tf.mul(a as tf.Tensor, 3), b as tf.Tensor];
    const pulled = dynamicsOf(f, [x, x]).pullback(
      0,
      [x, x],
      [tf.tensor1d([1]), tf.tensor1d([5])],
      [],
    );
    expectValues(pulled.y[0] as tf.Tensor, [3]);
    expectValues(pulled.y[1] as tf.Tensor, [5]);
  });

  it("tell them apart when they are as new as a solver's states", () => {
    const f = (_: number, [a, b]: Array<tf.Tensor>) => [tf.mul(a as tf.Tensor, 3), b as tf.Tensor];
    const { pullback } = dynamicsOf(f, [tf.scalar(1), tf.scalar(1)]);
    const x = tf.scalar(2);
    const pulled = pullback(0, [x, x], [tf.scalar(1), tf.scalar(5)], []);
    expectValues(pulled.y[0] as tf.Tensor, [3]);
    expectValues(pulled.y[1] as tf.Tensor, [5]);
  });

  it("free cotangents, and what was saved for one pullback, on the way back", () => {
    const layers = 20;
    const seen: Array<number> = [];
    const first = tf.customGrad((x) => ({
      value: tf.mul(x as tf.Tensor, 2),
      gradFunc: (dy) => {
        seen.push(tf.memory().numTensors);
        return tf.mul(dy, 2);
      },
    }));
    const f = (_: number, y: tf.Tensor) => {
      let x = first(y);
      for (let i = 0; i < layers; i++) x = tf.tanh(x);
      return x;
    };
    const y = [tf.ones([1000])];
    const { record, pullback } = dynamicsOf(f, y[0] as tf.Tensor);
    const before = tf.memory().numTensors;
    pullback(0, y, y, []);
    const recorded = record(0, y);
    const { peakBytes } = measureMemory(() => recorded.pullback(y, []));
    recorded.release();
    const [once = 0, repeatable = 0] = seen.map((tensors) => tensors - before);
    expect(once).toBeLessThan(5);
    expect(repeatable).toBeGreaterThan(layers);
    expect(peakBytes).toBeLessThan(6 * 4000);
  });

  it("keep of a recorded evaluation only what its pullback needs", () => {
    const y = [tf.ones([1000])];
    const f = (_: number, y: tf.Tensor) => {
      for (let i = 0; i < 10; i++) tf.tanh(y);
      return tf.mul(tf.tanh(y), tf.sigmoid(tf.tensor1d(new Float32Array(1000))));
    };
    const { record } = dynamicsOf(f, y[0] as tf.Tensor);
    tf.engine().startScope();
    let recorded: ReturnType<typeof record> | undefined;
    const { remainingBytes } = measureMemory(() => {
      recorded = record(0, y);
      tf.engine().endScope();
    });
    // Of tanh its output, of the product both factors: on wasm each saved tensor is a copy.
    expect(remainingBytes).toBeLessThanOrEqual(3 * 4000);
    recorded?.release();
  });

  it("accumulate where a tensor is used more than once, also in one operation", () => {
    const y = [tf.tensor1d([3])];
    const f = (_: number, y: tf.Tensor) => tf.add(tf.mul(y, y), tf.add(tf.exp(y), y));
    const pulled = dynamicsOf(f, y[0] as tf.Tensor).pullback(0, y, [tf.tensor1d([1])], []);
    expectValues(pulled.y[0] as tf.Tensor, [6 + Math.exp(3) + 1]);
  });

  it("differentiate through operations with several outputs, and lists of inputs", () => {
    const y = [tf.tensor1d([1, 2, 3, 4])];
    const f = (_: number, y: tf.Tensor) => {
      const [a, , c, d] = tf.unstack(y) as [tf.Tensor, tf.Tensor, tf.Tensor, tf.Tensor];
      return tf.concat([tf.stack([tf.mul(a, d), c]), tf.slice(y, [0], [2])]);
    };
    const g = [tf.tensor1d([1, 10, 100, 1000])];
    const pulled = dynamicsOf(f, y[0] as tf.Tensor).pullback(0, y, g, []);
    expectValues(pulled.y[0] as tf.Tensor, [4 + 100, 1000, 10, 1]);
  });

  it("take comparisons and indices as constants", () => {
    const y = [tf.tensor1d([1, -2, 3])];
    const f = (_: number, y: tf.Tensor) => tf.where(tf.greater(y, 0), tf.square(y), tf.mul(y, 5));
    const pulled = dynamicsOf(f, y[0] as tf.Tensor).pullback(0, y, [tf.tensor1d([1, 1, 1])], []);
    expectValues(pulled.y[0] as tf.Tensor, [2, 5, 6]);
  });
});
