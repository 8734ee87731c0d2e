import { CompilationError } from "@symplectic-adjoint/core";
import * as tf from "@tensorflow/tfjs";
import { afterAll, beforeAll, expect, test } from "vitest";
import { traceAt } from "./support/evaluate-traced.js";

let y: tf.Tensor;
let w: tf.Variable;
beforeAll(() => {
  y = tf.ones([2, 2]);
  w = tf.tidy(() => tf.variable(tf.ones([2])));
});
afterAll(() => tf.dispose([y, w]));

type F = (t: number, x: tf.Tensor) => tf.Tensor;

/** A result of f after something else was done. */
const afterwards = (x: tf.Tensor, _done: unknown): tf.Tensor => tf.mul(x, 2);

/** The message with which f is refused. Nothing may be left. */
function refusal(f: F, options: Parameters<typeof traceAt>[2] = {}): string {
  const before = tf.memory();
  const message = messageOf(f, options);
  const { numTensors, numDataBuffers } = tf.memory();
  expect({ numTensors, numDataBuffers }).toEqual({
    numTensors: before.numTensors,
    numDataBuffers: before.numDataBuffers,
  });
  return message;
}

function messageOf(f: F, options: Parameters<typeof traceAt>[2]): string {
  try {
    traceAt(f, y, options);
  } catch (error) {
    expect(error).toBeInstanceOf(CompilationError);
    return (error as Error).message;
  }
  throw new Error("It was traced.");
}

test.each<readonly [string, F, string]>([
  ["in a constant", (t, x) => tf.mul(x, t), "has other constants (0 and 0.618"],
  ["in a shape", (t, x) => tf.mul(x, tf.sum(tf.ones([2 + Math.round(t * t)]))), "constants"],
  ["in the state's shape", (t, x) => tf.sum(tf.tile(x, [1 + Math.round(t * t), 1])).mul(x), ""],
  ["in operations", (t, x) => (t === 0 ? tf.sin(x) : tf.cos(x)), "(sin and cos)"],
  ["in an attribute", (t, x) => tf.clipByValue(x, -1, 1 + t), "has other constants (1 and 1.61"],
  ["in an index", (t, x) => tf.mul(x, tf.gather(x, t === 0 ? 0 : 1)), "indices (of gather)"],
  ["for now without effect", (t, x) => tf.mul(x, t > 1e9 ? 2 : 1), "may change with t"],
])("A time that is a number must not be used: %s", (_, f, problem) => {
  const message = refusal(f);
  expect(message).toContain("uses t as a number");
  expect(message).toContain(problem);
  expect(message).toContain('time: "tensor"');
});

test("With a time that is a tensor, the same is traced.", () => {
  const traced = traceAt((t, x: tf.Tensor) => tf.mul(x, tf.sin(t)), y, { time: "tensor" });
  expect(traced.func.usesTime).toBe(true);
  expect(traceAt((_t, x: tf.Tensor) => tf.sin(x), y, { time: "tensor" }).func.usesTime).toBe(false);
});

test.each<readonly [string, F]>([
  ["dataSync", (_t, x) => tf.mul(x, x.dataSync()[0] as number)],
  ["arraySync", (_t, x) => tf.mul(x, (x.arraySync() as Array<Array<number>>)[0]?.[0] as number)],
  ["data", (_t, x) => afterwards(x, x.data())],
  ["array", (_t, x) => afterwards(x, x.array())],
  ["bytes", (_t, x) => afterwards(x, x.bytes())],
  ["print", (_t, x) => afterwards(x, tf.print(x))],
  ["dataSync of a variable", (_t, x) => tf.mul(x, w.dataSync()[0] as number)],
  ["dataSync of a result", (_t, x) => tf.mul(x, tf.sum(w).dataSync()[0] as number)],
])("Reading values is refused: %s", (_, f) => {
  const { log } = console;
  console.log = () => {};
  try {
    expect(refusal(f)).toContain("reads values of a tensor");
  } finally {
    console.log = log;
  }
});

test("Constants made in f can be read.", () => {
  const f: F = (_t, x) => tf.mul(x, tf.scalar(3).dataSync()[0] as number);
  expect(traceAt(f, y).captured).toEqual([]);
});

test("Random numbers are refused; with a seed they are constants.", () => {
  expect(refusal((_t, x) => tf.add(x, tf.randomNormal([2])))).toContain("draws random numbers");
  expect(refusal((_t, x) => tf.dropout(x, 0.5))).toContain("draws random numbers");
  expect(refusal((_t, x) => tf.mul(x, Math.random()))).toContain("draws random numbers");
  expect(() =>
    traceAt((_t, x: tf.Tensor) => tf.add(x, tf.randomNormal([2], 0, 1, "float32", 7)), y),
  ).not.toThrow();
});

function explained(body: () => tf.Tensor): tf.Tensor {
  try {
    return body();
  } catch (cause) {
    throw new Error("The largest numbers cannot be found.", { cause });
  }
}

test.each<readonly [string, F, string]>([
  ["topk", (_t, x) => tf.topk(x, 2).values, "TopK"],
  ["topk, as the cause of another error", (_t, x) => explained(() => tf.topk(x, 2).values), "TopK"],
  ["complex numbers", (_t, x) => tf.abs(tf.complex(x, x)), "Complex"],
  ["Fourier transforms", (_t, x) => tf.real(tf.spectral.rfft(x)), ""],
  [
    "multinomial",
    (_t, x) => tf.add(x, tf.cast(tf.multinomial(tf.tensor2d([[0.5, 0.5]]), 2, 3), "float32")),
    "Multinomial",
  ],
])("An operation that is not supported is named: %s", (_, f, kernel) => {
  const message = refusal(f);
  expect(message).toContain("cannot be compiled");
  expect(message).toContain(kernel);
  expect(message).toContain('onUnsupported: "interpret"');
});

test("Indices that depend on the state are refused.", () => {
  const f: F = (_t, x) => tf.mul(x, tf.gather(x, tf.argMax(x, 1)));
  expect(refusal(f)).toContain("The indices of GatherV2 depends on the state");
});

test("Assigning to a variable is refused, and does not happen.", () => {
  let first = true;
  const f: F = (_t, x) => {
    if (!first) w.assign(tf.tensor1d([5, 5]));
    first = false;
    return tf.mul(x, w);
  };
  expect(refusal(f)).toContain("assigns to a variable");
  expect(Array.from(w.dataSync())).toEqual([1, 1]);
});

test("Keeping tensors is refused, unless it happens once.", () => {
  const kept: Array<tf.Tensor> = [];
  const f: F = (_t, x) => {
    const two = tf.keep(tf.scalar(2));
    kept.push(two);
    return tf.mul(x, two);
  };
  expect(messageOf(f, {})).toContain("keeps a tensor");
  tf.dispose(kept);
  let cache: tf.Tensor | undefined;
  const cached: F = (_t, x) => {
    cache ??= tf.keep(tf.scalar(2));
    return tf.mul(x, cache);
  };
  expect(traceAt(cached, y).parameters).toEqual([cache]);
  tf.dispose(cache as unknown as tf.Tensor);
});

test("A captured tensor that is disposed is refused.", () => {
  const gone = tf.scalar(1);
  let calls = 0;
  const f: F = (_t, x) => {
    if (calls++ === 1) gone.dispose();
    return tf.mul(x, gone);
  };
  expect(messageOf(f, {})).toContain("is disposed");
});

test("A function that changes from call to call is refused.", () => {
  let calls = 0;
  const f: F = (_t, x) => tf.mul(x, calls++);
  expect(refusal(f)).toContain("another function each time it is called");
  expect(refusal(f, { time: "tensor" })).toContain("another function each time it is called");
  const alternating: F = (_t, x) => tf.mul(x, calls++ % 2);
  expect(refusal(alternating)).toContain("another function each time it is called");
});

test("A gradient of tf.customGrad that is not the derivative is refused.", () => {
  type Save = (tensors: Array<tf.Tensor>) => void;
  const custom = (slope: (z: tf.Tensor) => tf.Tensor): F => {
    const op = tf.customGrad((z, save) => {
      (save as Save)([z as tf.Tensor]);
      const gradFunc = (dy: tf.Tensor, [saved]: Array<tf.Tensor>) =>
        tf.mul(dy, slope(saved as tf.Tensor));
      return { value: tf.sin(z as tf.Tensor), gradFunc };
    });
    return (_t, x) => tf.mul(op(tf.mul(x, w)), 2);
  };
  expect(refusal(custom((z) => tf.mul(z, 0.5)))).toContain("another gradient");
  expect(() => traceAt(custom(tf.cos), y)).not.toThrow();
  const { graph } = traceAt(custom(tf.cos), y).func;
  expect(graph).toEqual(
    traceAt((_t, x: tf.Tensor) => tf.mul(tf.sin(tf.mul(x, w)), 2), y).func.graph,
  );
});
