import * as tf from "@tensorflow/tfjs";
import fc from "fast-check";
import { expect, it, test } from "vitest";
import { expectAsOnCpu } from "../../test/expect-as-on-cpu.js";
import { numbers, onWasm } from "../../test/on-wasm.js";

const SIZES: Readonly<Record<string, number>> = { a: 2, b: 3, c: 4, d: 1, e: 5 };

const filled = (axes: string, seed: number): tf.Tensor => {
  const shape = [...axes].map((axis) => SIZES[axis] as number);
  return tf.tensor(numbers(tf.util.sizeFromShape(shape), seed), shape);
};

const axes = (of: Array<string>) => fc.shuffledSubarray(of).map((names) => names.join(""));

const equations = fc
  .tuple(axes(["a", "b", "c", "d"]), axes(["b", "c", "d", "e"]))
  .chain(([first, second]) => {
    const all = [...new Set(first + second)];
    return axes(all).map((result) => ({ first, second, result }));
  });

/** For sums of at most 120 products of numbers below 1: a few roundings of 2⁻²⁴ relative to sums below 32. */
const TOLERANCE = 120 * 2 ** -24;

/** Over all values of all axes, in double precision. (The kernel of cpu gives wrong shapes for sums over all axes.) */
function exact(
  given: ReadonlyArray<string>,
  result: string,
  values: ReadonlyArray<ArrayLike<number>>,
) {
  const all = [...new Set(given.join("") + result)];
  const sizeOf = (names: string) => [...names].map((axis) => SIZES[axis] as number);
  const sums = new Float64Array(tf.util.sizeFromShape(sizeOf(result)));
  for (let i = 0; i < tf.util.sizeFromShape(sizeOf(all.join(""))); i++) {
    let rest = i;
    const at: Record<string, number> = {};
    for (const axis of all) {
      at[axis] = rest % (SIZES[axis] as number);
      rest = Math.floor(rest / (SIZES[axis] as number));
    }
    const index = (names: string) =>
      [...names].reduce((sum, axis) => sum * (SIZES[axis] as number) + (at[axis] as number), 0);
    const product = given.reduce((p, names, j) => p * (values[j]?.[index(names)] as number), 1);
    sums[index(result)] = (sums[index(result)] as number) + product;
  }
  return sums;
}

onWasm("An einsum on wasm", () => {
  it("is the sum of the products, for any axes of two arrays", () => {
    const property = fc.property(equations, ({ first, second, result }) => {
      const given = [filled(first, 1), filled(second, 2)];
      const sum = tf.einsum(`${first},${second}->${result}`, ...given);
      expect(sum.shape).toEqual([...result].map((axis) => SIZES[axis]));
      const wanted = exact(
        [first, second],
        result,
        given.map((x) => x.dataSync()),
      );
      sum.dataSync().forEach((value, i) => {
        expect(Math.abs(value - (wanted[i] as number))).toBeLessThanOrEqual(TOLERANCE);
      });
    });
    fc.assert(property, { seed: 41, numRuns: 150 });
  });

  test.each(["ab->ba", "abc->b", "abc->", "a->a", "->"])(
    "is that of cpu for %s",
    async (equation) => {
      const [given = ""] = equation.split("->");
      await expectAsOnCpu(() => tf.einsum(equation, filled(given, 1)), TOLERANCE);
    },
  );

  it("is a separate array", () => {
    const x = tf.tensor1d([1, 2]);
    const y = tf.einsum("a->a", x);
    x.dispose();
    expect(Array.from(y.dataSync())).toEqual([1, 2]);
  });

  it("refuses sizes that do not fit", () => {
    expect(() => tf.einsum("ab,bc->ac", tf.ones([2, 3]), tf.ones([2, 3]))).toThrow("dimension");
  });
});
