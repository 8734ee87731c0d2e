import * as tf from "@tensorflow/tfjs";
import { describe, expect, it } from "vitest";
import { measureMemory } from "../src/index.js";
import { dynamicsOf } from "./dynamics-of.js";
import { everyParameter } from "./every-parameter.js";
import { expectValues } from "./expect-values.js";
import { onEachEngine } from "./on-each-engine.js";

onEachEngine("Dynamics", () => {
  describe("never free a tensor of the user", () => {
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
        everyParameter(dynamics),
      );
      expect(pulled.parameters).toHaveLength(2);
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

    it("when a gradient returns the cotangent or a saved tensor", () => {
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

  it("free cotangents, and tensors saved for a single pullback, during the backward pass", () => {
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

  it("keep only the tensors of a recorded evaluation that its pullback needs", () => {
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
    // tanh saves its output, the product both factors: on wasm each saved tensor is a copy.
    expect(remainingBytes).toBeLessThanOrEqual(3 * 4000);
    recorded?.release();
  });
});
