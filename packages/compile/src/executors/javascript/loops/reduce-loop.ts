import type { FloatArray, ReduceInstruction } from "../../../program/program.js";

/** Reduces n numbers that lie `step` apart. */
type Reduction = (memory: FloatArray, x: number, n: number, step: number) => number;

/** A reduction along the middle axis, ready to run. */
export function prepareReduce(
  memory: FloatArray,
  { fn, outer, n, inner, x, out, accumulates }: ReduceInstruction,
): () => void {
  const reduction = reductions[fn];
  return () => {
    for (let i = 0; i < outer; i++)
      for (let j = 0; j < inner; j++) {
        const value = reduction(memory, x + i * n * inner + j, n, inner);
        const to = out + i * inner + j;
        memory[to] = accumulates ? (memory[to] as number) + value : value;
      }
  };
}

const reductions: Readonly<Record<ReduceInstruction["fn"], Reduction>> = {
  sum(memory, x, n, step) {
    let sum = 0;
    for (let i = 0, p = x; i < n; i++, p += step) sum += memory[p] as number;
    return sum;
  },
  product(memory, x, n, step) {
    let product = 1;
    for (let i = 0, p = x; i < n; i++, p += step) product *= memory[p] as number;
    return product;
  },
  max(memory, x, n, step) {
    let max = Number.NEGATIVE_INFINITY;
    // Math.max propagates NaN.
    for (let i = 0, p = x; i < n; i++, p += step) max = Math.max(max, memory[p] as number);
    return max;
  },
  min(memory, x, n, step) {
    let min = Number.POSITIVE_INFINITY;
    for (let i = 0, p = x; i < n; i++, p += step) min = Math.min(min, memory[p] as number);
    return min;
  },
  argMax(memory, x, n, step) {
    let best = 0;
    for (let i = 1; i < n; i++)
      if ((memory[x + i * step] as number) > (memory[x + best * step] as number)) best = i;
    return best;
  },
  argMin(memory, x, n, step) {
    let best = 0;
    for (let i = 1; i < n; i++)
      if ((memory[x + i * step] as number) < (memory[x + best * step] as number)) best = i;
    return best;
  },
};
