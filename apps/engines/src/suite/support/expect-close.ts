import { Tensor } from "@tensorflow/tfjs-core";
import { expect } from "vitest";
import { numbersOf } from "./numbers-of.js";

/** Tolerances of a comparison. */
export interface Closeness {
  /** Relative to the largest expected magnitude, because cancellation leaves absolute errors. */
  readonly relative: number;
  /** Added to that. Default 0. */
  readonly absolute?: number;
}

/** Expects a tensor, or numbers, to be close to the expected numbers, with the same length. */
export async function expectClose(
  actual: Tensor | ArrayLike<number>,
  expected: Tensor | ArrayLike<number>,
  { relative, absolute = 0 }: Closeness,
  what = "the result",
): Promise<void> {
  const [found, wanted] = [await hostValues(actual), await hostValues(expected)];
  expect(found.length, `the number of elements of ${what}`).toBe(wanted.length);
  const scale = Array.from(wanted, Math.abs).reduce((a, b) => Math.max(a, b), 0);
  const bound = relative * scale + absolute;
  for (let i = 0; i < wanted.length; i++) {
    const error = Math.abs((found[i] as number) - (wanted[i] as number));
    if (error <= bound) continue;
    expect.fail(
      `element ${i} of ${what} is ${found[i]} instead of ${wanted[i]}: off by ${error}, more than ${bound}`,
    );
  }
}

async function hostValues(numbers: Tensor | ArrayLike<number>): Promise<ArrayLike<number>> {
  return numbers instanceof Tensor ? numbersOf(numbers) : numbers;
}
