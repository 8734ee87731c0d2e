import { EngineFailedError } from "@symplectic-adjoint/core";
import * as tf from "@tensorflow/tfjs";
import type { BackendWasm } from "@tensorflow/tfjs-backend-wasm";
import { beforeAll, beforeEach, expect, test } from "vitest";
import { useWasm, type WasmInUse } from "../src/index.js";
import { activeModule } from "./on-wasm.js";

/** The allocator of TensorFlow.js' module, as guardHeap finds it. */
type Allocator = { _malloc(bytes: number): number };

let wasm: WasmInUse;
let backend: BackendWasm;
beforeAll(async () => {
  // The first engine without the banner of TensorFlow.js.
  await activeModule();
  wasm = await useWasm();
  backend = tf.backend() as BackendWasm;
});

let before = { tensors: 0, buffers: 0 };
const count = () => ({ tensors: tf.memory().numTensors, buffers: backend.numDataIds() });
beforeEach(() => {
  before = count();
});

/** The engine computes as ever: with an intermediate, on all its memory. */
function expectIntact(): void {
  const total = tf.tidy(() => tf.sum(tf.matMul(tf.ones([3, 4]), tf.transpose(tf.ones([2, 4])))));
  expect(total.dataSync()[0]).toBe(24);
  total.dispose();
  expect(count()).toEqual(before);
}

/** A tensor whose memory is allocated but never touched, so that the machine need not have it. */
function untouched(megabytes: number): tf.Tensor {
  return tf.engine().makeTensorFromTensorInfo(backend.makeOutput([megabytes * 2 ** 18], "float32"));
}

/** Tensors that fill the heap but for less than `spare` megabytes. */
function filled(spare: number): Array<tf.Tensor> {
  const tensors: Array<tf.Tensor> = [];
  for (let size = 1024; size >= spare; size /= 2) {
    const more = (): void => {
      for (let i = 0; i < 8; i++) tensors.push(untouched(size));
    };
    expect(more).toThrow(EngineFailedError);
  }
  return tensors;
}

test("A heap that is full is an error that names the size and the remedy; the engine works on.", () => {
  const values = new Float32Array(2 ** 20).fill(0.5);
  const [a, b] = [tf.tensor1d(values), tf.tensor2d(values, [1024, 1024])];
  before = count();
  const tensors = filled(2);
  before = { tensors: before.tensors + tensors.length, buffers: before.buffers + tensors.length };
  for (const operation of [
    () => tf.tensor1d(values),
    () => tf.zeros([2 ** 20]),
    () => tf.add(a, b.flatten()),
    () => tf.matMul(b, b, false, true),
    () => tf.concat([b, b]),
    () => tf.sin(a),
    () => tf.tidy(() => tf.softmax(b)),
    () => tf.tidy(() => tf.cumsum(b, 0)),
    () => tf.tidy(() => tf.unstack(b)),
  ]) {
    const attempt = () => tf.tidy(() => void operation());
    expect(attempt).toThrow(EngineFailedError);
    expect(attempt).toThrow(/memory of wasm cannot allocate .*\d{4,}.*odeintSymplecticAdjoint/s);
    expect(count()).toEqual(before);
  }
  // There is still room for what is small.
  expect(tf.tidy(() => tf.sum(tf.ones([10])).dataSync()[0])).toBe(10);
  tf.dispose(tensors);
  before = { tensors: before.tensors - tensors.length, buffers: before.buffers - tensors.length };
  expectIntact();
  tf.dispose([a, b]);
});

test("A tensor whose bytes are more than addresses can count is refused, too.", () => {
  for (const elements of [2 ** 30, 2 ** 30 + 4, 2 ** 31]) {
    expect(() => untouched(elements / 2 ** 18)).toThrow(EngineFailedError);
  }
  expectIntact();
});

function backward(name: string, inputs: tf.NamedTensorMap, attrs: object): tf.Tensor {
  const all = { strides: [1, 1], pad: "same", dataFormat: "NHWC", ...attrs };
  return tf.engine().runKernel<tf.Tensor>(name, inputs, all as unknown as tf.NamedAttrMap);
}

test("Whichever allocation fails, nothing is left of the operation.", () => {
  const x = tf.tensor4d(Array.from({ length: 96 }, Math.sin), [1, 6, 8, 2]);
  const filter = tf.tensor4d(Array.from({ length: 24 }, Math.cos), [2, 2, 2, 3]);
  const operations: ReadonlyArray<() => tf.Tensor> = [
    () => tf.softmax(tf.transpose(x, [3, 1, 0, 2])),
    () => tf.cumsum(x, 1),
    () => tf.max(x, [0, 2]),
    () => tf.einsum("abcd,cdef->abef", tf.reshape(x, [1, 6, 8, 2]), tf.ones([8, 2, 3, 2])),
    () => tf.matMul(tf.reshape(x, [8, 12]), tf.reshape(x, [8, 12]), true, false),
    () => tf.fused.matMul({ a: tf.ones([4, 3]), b: tf.ones([3, 4]), activation: "relu6" }),
    () => tf.mean(x, [1, 3]),
    () => tf.tile(x, [1, 2, 3, 1]),
    () => tf.stack(tf.split(x, 4, 2)),
    () => tf.topk(x, 2).values,
    () => tf.image.resizeBilinear(x, [3, 3]),
    () => tf.maxPool(tf.conv2d(x, filter, 1, "same"), 2, 2, "same"),
    () =>
      backward(
        "Conv2DBackpropFilter",
        { x, dy: tf.ones([1, 6, 8, 3]) },
        { filterShape: [2, 2, 2, 3] },
      ),
    () => backward("MaxPoolGrad", { dy: x, input: x, output: x }, { filterSize: [2, 2] }),
  ];
  const allocator = backend.wasm as unknown as Allocator;
  const start = count();
  let failures = 0;
  for (const operation of operations) {
    const expected = tf.tidy(() => Array.from(operation().dataSync()));
    for (let k = 0; ; k++) {
      const guarded = allocator._malloc;
      let calls = 0;
      // More than there is, instead of what the k-th allocation wants.
      allocator._malloc = (bytes) => guarded(calls++ === k ? 2 ** 33 : bytes);
      let failure: unknown;
      try {
        tf.tidy(() => void operation());
      } catch (error) {
        failure = error;
      } finally {
        allocator._malloc = guarded;
      }
      expect(count()).toEqual(start);
      if (failure === undefined) break;
      expect(failure).toBeInstanceOf(EngineFailedError);
      failures++;
      expect(tf.tidy(() => Array.from(operation().dataSync()))).toEqual(expected);
    }
  }
  expect(failures).toBeGreaterThan(2 * operations.length);
  tf.dispose([x, filter]);
});

test("Once undone, the engine has its allocator again, and its methods.", async () => {
  const allocator = backend.wasm as unknown as Allocator;
  const guarded = allocator._malloc;
  await wasm.undo();
  const again = await useWasm();
  await again.undo();
  // activeModule() is one more use.
  expect(allocator._malloc).toBe(guarded);
});
