import { CompilationError } from "@symplectic-adjoint/core";
import * as tf from "@tensorflow/tfjs";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { compiled, type OperationSet } from "../src/index.js";
import * as sets from "../src/operations/index.js";
import { basicKernels } from "../src/trace/kernels/basic-kernels.js";
import { setOf } from "../src/trace/unsupported.js";
import { solved } from "./arguments/support/solved.js";

let y: tf.Tensor;
let filter: tf.Tensor4D;
let w: tf.Tensor2D;
beforeAll(() => {
  y = tf.randomNormal([1, 3, 3, 2], 0, 1, "float32", 1);
  filter = tf.randomNormal([2, 2, 2, 2], 0, 1, "float32", 2);
  w = tf.randomNormal([2, 2], 0, 1, "float32", 3);
});
afterAll(() => tf.dispose([y, filter, w]));

const convolve = (_t: unknown, x: tf.Tensor) =>
  tf.tanh(tf.conv2d(x as tf.Tensor4D, filter, 1, "same"));

/** For each set, a function that needs it, and what computes the same without `compiled`. */
const functions = {
  images: [convolve, convolve],
  // TensorFlow.js has no gradient of einsum.
  arrays: [
    (_t: unknown, x: tf.Tensor) => tf.einsum("bhwi,ij->bhwj", x, w),
    (_t: unknown, x: tf.Tensor) => tf.matMul(x.reshape([9, 2]), w).reshape(x.shape),
  ],
} as const;

describe.each(Object.entries(sets))("The operations %s", (name, set) => {
  const [f, same] = functions[name as keyof typeof functions];

  test("compile a function that uses them, with its derivative.", () => {
    const found = solved(compiled(f, { operations: [set] }), y);
    const expected = solved(same, y);
    expect(found.traces).toBe(1);
    for (const list of ["values", "gradients"] as const)
      for (const [i, numbers] of expected[list].entries())
        for (const [j, x] of numbers.entries()) expect(found[list][i]?.[j]).toBeCloseTo(x, 4);
  });

  test("are named by the error for a function that needs them, with what to write.", () => {
    expect(() => solved(compiled(f), y)).toThrow(CompilationError);
    expect(() => solved(compiled(f), y)).toThrow(
      `import { ${name} } from "@symplectic-adjoint/compile/operations", and compiled(f, { operations: [${name}] })`,
    );
  });

  test("are not needed by a function that may be interpreted.", () => {
    const options = { differentiate: false };
    const free = solved(compiled(f, { onUnsupported: "interpret" }), y, options);
    expect(free.interpreted).toContain("on request");
    expect(free.values).toEqual(solved(f, y, options).values);
  });

  test("are those that errors name, and no others.", () => {
    const kernels = Object.keys(set.kernels);
    expect(kernels.filter((kernel) => setOf(kernel) !== name)).toEqual([]);
    const all = [...Object.keys(basicKernels), ...tf.getKernelsForBackend("cpu").map(nameOf)];
    const named = all.filter((kernel) => setOf(kernel) === name);
    expect(named.filter((kernel) => !kernels.includes(kernel))).toEqual([]);
  });
});

test("Operations of others are added in the same way.", () => {
  // TensorFlow.js finds no neighbour of a number: here it is the number itself.
  const own = {
    kernels: { TopK: ({ input }: { input(name: string): never }) => [input("x"), input("x")] },
  };
  const f = (_t: unknown, x: tf.Tensor) => tf.mul(tf.topk(x, 2).values, 2);
  const options = { operations: [own as unknown as OperationSet] };
  expect(() => solved(compiled(f), y)).toThrow("TopK of TensorFlow.js, which cannot be compiled");
  const { values } = solved(compiled(f, options), y);
  for (const [i, x] of Array.from(y.dataSync()).entries())
    expect(values[0]?.[i]).toBeCloseTo(2 * x);
});

function nameOf({ kernelName }: { readonly kernelName: string }): string {
  return kernelName;
}
