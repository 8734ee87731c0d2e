import {
  InvalidDynamicsError,
  InvalidStateError,
  MissingGradientError,
  type Tree,
} from "@symplectic-adjoint/core";
import { only } from "@symplectic-adjoint/testing";
import * as tf from "@tensorflow/tfjs";
import { afterEach, describe, expect, it } from "vitest";
import type { TensorFunction } from "../src/index.js";
import { dynamicsOf } from "./dynamics-of.js";
import { everyParameter } from "./every-parameter.js";
import { expectValues } from "./expect-values.js";
import { onEachEngine, tensorsLeft } from "./on-each-engine.js";

const ones = (): Array<tf.Tensor> => [tf.tensor1d([1, 1])];

/** Expects `body` to throw, to leak no tensors and to restore the tape. */
function expectCleanThrow(body: () => unknown, error: RegExp | (new () => Error)): void {
  const { activeTape, gradientDepth, kernelDepth, scopeStack } = tf.engine().state;
  const depth = scopeStack.length;
  const left = tensorsLeft(() => expect(body).toThrow(error));
  expect(left).toBe(0);
  const after = tf.engine().state;
  expect(after.activeTape).toBe(activeTape);
  expect([after.gradientDepth, after.kernelDepth]).toEqual([gradientDepth, kernelDepth]);
  expect(after.scopeStack.length).toBe(depth);
}

onEachEngine("An f that returns something else than its state", () => {
  const evaluate = (result: () => unknown, y0: Tree<tf.Tensor>) => {
    const func = function swing() {
      return result();
    } as TensorFunction;
    const dynamics = dynamicsOf(func, y0, { differentiate: false });
    return () => dynamics.evaluate(0, [tf.tensor1d([1, 2])]);
  };

  it.each<[string, () => unknown, RegExp]>([
    [
      "nothing",
      () => undefined,
      /f \(function swing\) must return dy\/dt .*, float32 \[2\], but returned undefined\. Add the missing return/,
    ],
    ["a promise", async () => tf.scalar(1), /returned a Promise\. f must be synchronous/],
    ["a number", () => 3, /but returned 3\./],
    ["another shape", () => tf.ones([1, 2]), /float32 \[2\], but returned float32 \[1, 2\]/],
    ["another type", () => tf.ones([2], "int32"), /but returned int32 \[2\]\. Compute in float32/],
    ["a list", () => [tf.ones([2])], /but returned \[float32 \[2\]\]/],
    ["a record", () => ({ q: tf.ones([2]) }), /but returned \{q: float32 \[2\]\}/],
    [
      "a disposed tensor",
      () => {
        const x = tf.ones([2]);
        x.dispose();
        return x;
      },
      /disposed tensor/,
    ],
  ])("is told so, what it returned and what it should: %s", async (_, result, message) => {
    const run = evaluate(result, tf.tensor1d([1, 2]));
    expectCleanThrow(() => tf.tidy(() => run() as unknown as tf.Tensor), message);
    expect(run).toThrow(InvalidDynamicsError);
  });

  it("has the structures of nested states in its message", () => {
    const y0 = { q: tf.ones([2]), p: [tf.scalar(1)] };
    const cases: Array<[unknown, RegExp]> = [
      [
        { q: tf.ones([2]) },
        /\{q: float32 \[2\], p: \[float32 \[\]\]\}, but returned \{q: float32 \[2\]\}/,
      ],
      [{ q: tf.ones([2]), p: tf.scalar(1) }, /p: float32 \[\]\}/],
      [{ q: tf.ones([2]), p: [tf.scalar(1), tf.scalar(2)] }, /p: \[float32 \[\], float32 \[\]\]\}/],
      [{ q: tf.ones([2]), v: [tf.scalar(1)] }, /v: \[float32 \[\]\]\}/],
      [[tf.ones([2]), [tf.scalar(1)]], /but returned \[float32 \[2\], \[float32 \[\]\]\]/],
    ];
    for (const [result, message] of cases) expect(evaluate(() => result, y0)).toThrow(message);
  });

  it("is thrown immediately if a gradient is requested", () => {
    const y0 = tf.ones([2]);
    expectCleanThrow(() => tf.tidy(() => void dynamicsOf(() => tf.ones([3]), y0)), /float32 \[3\]/);
  });
});

onEachEngine("Dynamics refuse", () => {
  it("what is neither a function nor a model", () => {
    for (const func of [3, null, undefined, {}, { apply: () => 1 }]) {
      const make = () => dynamicsOf(func as unknown as TensorFunction, tf.ones([2]));
      expect(make).toThrow(InvalidDynamicsError);
      expect(make).toThrow(/Write \(t, y\) => dy\/dt/);
    }
  });

  it("states that are not float32, or disposed", () => {
    const f = (_: number, y: tf.Tensor) => y;
    const int = () => dynamicsOf(f, tf.ones([2], "int32"));
    expect(int).toThrow(InvalidStateError);
    expect(int).toThrow(/y0 \(leaf 0\) must be float32 \(got an int32 tensor of shape \[2\]\)/);
    const gone = tf.ones([2]);
    gone.dispose();
    expect(() => dynamicsOf(f, [tf.scalar(1), gone])).toThrow(/y0 \(leaf 1\) is disposed/);
  });
});

onEachEngine("An error of the user's", () => {
  const failing = (fail: { now: boolean }) => (_: number, y: tf.Tensor) => {
    const hidden = tf.tanh(tf.mul(y, 2));
    const slope = tf.grad((x: tf.Tensor) => {
      const square = tf.square(x);
      if (fail.now) throw new RangeError("mine");
      return tf.sum(square);
    })(hidden);
    return slope;
  };

  it("propagates unchanged and leaks nothing if f throws, recorded or not", () => {
    const fail = { now: false };
    const y = ones();
    const dynamics = dynamicsOf(failing(fail), y[0] as tf.Tensor);
    fail.now = true;
    expectCleanThrow(() => dynamics.evaluate(0, y), /^mine$/);
    expectCleanThrow(() => dynamics.evaluate(0, y), RangeError);
    expectCleanThrow(() => dynamics.record(0, y), /^mine$/);
    expectCleanThrow(() => dynamics.pullback(0, y, y, []), /^mine$/);
    expectCleanThrow(() => dynamicsOf(failing(fail), y[0] as tf.Tensor), /^mine$/);
    fail.now = false;
    expectValues(
      dynamics.pullback(0, y, y, []).y[0] as tf.Tensor,
      [1, 1].map(() => 4 * (1 - Math.tanh(2) ** 2)),
    );
  });

  it("propagates unchanged and leaks nothing if a gradient throws", () => {
    const f = (_: number, y: tf.Tensor) => {
      const broken = tf.customGrad((x) => ({
        value: tf.mul(x as tf.Tensor, 2),
        gradFunc: () => {
          throw new RangeError("mine");
        },
      }));
      return tf.tanh(broken(tf.exp(y)));
    };
    const y = ones();
    const dynamics = dynamicsOf(f, y[0] as tf.Tensor);
    expectCleanThrow(() => dynamics.pullback(0, y, y, []), RangeError);
    const recorded = dynamics.record(0, y);
    expectCleanThrow(() => recorded.pullback(y, []), /^mine$/);
    recorded.release();
    recorded.value[0]?.dispose();
  });

  it("leaves the user's tape intact if it is caught inside tf.grads", () => {
    const x = tf.tensor1d([3, 4]);
    const fail = { now: true };
    const gradient = tf.grad((x: tf.Tensor) => {
      const square = tf.square(x);
      expectCleanThrow(() => dynamicsOf(failing(fail), x), /^mine$/);
      expectCleanThrow(
        () => dynamicsOf(failing(fail), x, { differentiate: false }).record(0, [x]),
        /^mine$/,
      );
      return tf.sum(square);
    })(x);
    expectValues(gradient, [6, 8]);
  });

  it("is an InvalidDynamicsError if a gradient has another shape or type than its input", () => {
    const wrong = (gradient: () => tf.Tensor) => (_: number, y: tf.Tensor) =>
      tf.customGrad((x) => ({ value: tf.mul(x as tf.Tensor, 2), gradFunc: gradient }))(y);
    const y = ones();
    for (const [gradient, message] of [
      [() => tf.ones([3]), /is float32 \[3\], but the input is float32 \[2\]/],
      [() => tf.ones([2], "int32"), /is int32 \[2\], but/],
    ] as const) {
      const dynamics = dynamicsOf(wrong(gradient), y[0] as tf.Tensor);
      expectCleanThrow(() => dynamics.pullback(0, y, y, []), InvalidDynamicsError as never);
      expectCleanThrow(() => dynamics.pullback(0, y, y, []), message);
    }
  });
});

onEachEngine("A missing gradient", (engineName) => {
  describe("of an operation", () => {
    const tanh = tf.getGradient("Tanh");
    afterEach(() => {
      if (tf.getGradient("Tanh") == null) tf.registerGradient(tanh);
    });
    const f = (_: number, y: tf.Tensor) => tf.mul(tf.tanh(tf.exp(y)), 2);

    it("is explained before the first step", () => {
      tf.unregisterGradient("Tanh");
      const y = tf.ones([2]);
      const make = () => dynamicsOf(f, y);
      expectCleanThrow(make, MissingGradientError as never);
      expectCleanThrow(make, /operation Tanh in f has no gradient .* import '@tensorflow\/tfjs'/);
    });

    it("is explained when it occurs", () => {
      const y = ones();
      const dynamics = dynamicsOf(f, y[0] as tf.Tensor);
      tf.unregisterGradient("Tanh");
      expectCleanThrow(() => dynamics.pullback(0, y, y, []), /operation Tanh in f has no gradient/);
    });

    it("is harmless if it is not on the path, or not requested", () => {
      tf.unregisterGradient("Tanh");
      const constant = tf.tensor1d([0.5, 1]);
      const aside = (_: number, y: tf.Tensor) => {
        tf.tanh(y);
        return tf.mul(y, tf.tanh(tf.tensor1d([0.5, 1])));
      };
      const y = ones();
      const pulled = dynamicsOf(aside, y[0] as tf.Tensor).pullback(0, y, y, []);
      expectValues(pulled.y[0] as tf.Tensor, [Math.tanh(0.5), Math.tanh(1)]);
      expect(dynamicsOf(f, constant, { differentiate: false }).evaluate(0, y).length).toBe(1);
    });
  });

  it("of all operations is explained as a missing import", () => {
    const names = ["Add", "Identity", "Multiply", "Tanh"];
    const saved = names.map((name) => tf.getGradient(name));
    names.forEach(tf.unregisterGradient);
    try {
      const y = tf.ones([2]);
      const make = () => dynamicsOf((_, y: tf.Tensor) => tf.tanh(y), y);
      expectCleanThrow(
        make,
        /tfjs-core alone registers no gradients .* Add import '@tensorflow\/tfjs'/,
      );
    } finally {
      saved.forEach(tf.registerGradient);
    }
  });

  it("because of a missing kernel names the kernel and the backend", () => {
    const w = tf.variable(tf.tensor1d([1, 2, 3]));
    const f = (_: number, y: tf.Tensor) => tf.mul(y, tf.gather(w, [0, 2]));
    const y = ones();
    const dynamics = dynamicsOf(f, y[0] as tf.Tensor);
    expectValues(dynamics.pullback(0, y, y, []).y[0] as tf.Tensor, [1, 3]);
    const pull = () => dynamics.pullback(0, y, y, everyParameter(dynamics));
    if (engineName === "wasm") {
      expectCleanThrow(pull, MissingGradientError as never);
      expectCleanThrow(
        pull,
        /gradient of the operation GatherV2 in f needs the kernel UnsortedSegmentSum, which the backend 'wasm' does not have/,
      );
      expectCleanThrow(pull, /Call await useWasm\(\) of @symplectic-adjoint\/backend-wasm/);
    } else {
      expectValues(only(pull().parameters), [1, 0, 1]);
    }
  });
});
