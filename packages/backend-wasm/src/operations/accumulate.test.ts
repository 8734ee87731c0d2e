import * as tf from "@tensorflow/tfjs";
import { expect, it, test, vi } from "vitest";
import { AWKWARD_SIZES, madeOnCpu, numbers, onWasm, values } from "../../test/on-wasm.js";
import { accumulate } from "./accumulate.js";

onWasm("Accumulating on wasm", (get) => {
  const add = (total: Array<tf.Tensor>, term: Array<tf.Tensor>) => [
    ...accumulate(get())(total, term),
  ];

  test.each(AWKWARD_SIZES)("adds %i numbers in float32, and does not change the term", (size) => {
    const [a, b] = [numbers(size, 1), numbers(size, 2)];
    const term = [tf.tensor1d(b)];
    const expected = Array.from(a, (x, i) => Math.fround(x + Number(b[i])));
    expect(values(add([tf.tensor1d(a)], term))).toEqual([expected]);
    expect(values(term)).toEqual([Array.from(b)]);
  });

  it("writes into a buffer that only the total uses, and returns a new handle of it", () => {
    const [total, term] = [tf.ones([2, 3]), tf.ones([2, 3])];
    const { dataId } = total;
    const [sum] = add([total], [term]);
    expect([sum?.dataId, sum?.shape, total.isDisposed]).toEqual([dataId, [2, 3], true]);
  });

  const ones = () => tf.ones([4]);
  const sharers: ReadonlyArray<readonly [string, (total: tf.Tensor) => tf.Tensor]> = [
    ["a reshape", (total) => tf.reshape(total, [2, 2])],
    ["a clone", (total) => tf.clone(total)],
    ["a variable", (total) => tf.variable(total)],
    ["what is kept", (total) => tf.keep(tf.reshape(total, [4]))],
  ];
  it.each(sharers)("leaves %s of the total as it is", (_, share) => {
    const total = ones();
    const other = share(total);
    expect(values(add([total], [ones()]))).toEqual([[2, 2, 2, 2]]);
    expect(total.isDisposed).toBe(true);
    expect(values([other])).toEqual([[1, 1, 1, 1]]);
    other.dispose();
  });

  it("does not change a reshape that a tape saved for its gradient", () => {
    const x = tf.tensor1d([1, 2]);
    const gradient = tf.grad((input) => {
      const squares = tf.square(input);
      const product = tf.mul(squares, input);
      add([tf.reshape(squares, [2])], [tf.ones([2])]);
      return tf.sum(product);
    })(x);
    expect(values([gradient])).toEqual([[3, 12]]);
  });

  it("is correct if the term shares the total's buffer, or is the total", () => {
    const total = ones();
    expect(values(add([total], [tf.reshape(total, [4])]))).toEqual([[2, 2, 2, 2]]);
    const self = ones();
    expect(values(add([self], [self]))).toEqual([[2, 2, 2, 2]]);
  });

  it("adds the sum to the open scope, even if the total was kept or belonged to another scope", () => {
    const kept = tf.keep(ones());
    const outer = ones();
    const before = tf.memory().numTensors;
    const sums = tf.tidy(() => {
      const [first] = add([kept], [ones()]);
      const [second] = add([outer], [ones()]);
      expect([first?.kept, second?.kept]).toEqual([false, false]);
      return second as tf.Tensor;
    });
    // The survivor of the two totals and the results.
    expect(tf.memory().numTensors).toBe(before - 1);
    expect(values([sums])).toEqual([[2, 2, 2, 2]]);
  });

  it("allocates nothing over many terms", () => {
    const term = [tf.ones([3])];
    let total = [tf.zeros([3])];
    const makeOutput = vi.spyOn(get().backend, "makeOutput");
    for (let i = 0; i < 5; i++) total = add(total, term);
    expect(makeOutput).not.toHaveBeenCalled();
    makeOutput.mockRestore();
    expect(values(total)).toEqual([[5, 5, 5]]);
  });

  it("frees owned inputs and its results if a leaf fails", async () => {
    const integers = await madeOnCpu(() => tf.cast(tf.tensor1d([1], "int32"), "float32"));
    const term = [tf.scalar(1), integers];
    const before = tf.memory().numTensors;
    expect(() => add([tf.scalar(1), tf.tensor1d([1])], term)).toThrow(/contains integers/);
    expect(tf.memory().numTensors).toBe(before);
  });
});
