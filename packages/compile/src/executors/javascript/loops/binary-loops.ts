import { binaryFunctions } from "../../../graph/functions/scalar-functions.js";
import type { BinaryName } from "../../../graph/graph.js";
import type { MapLoop } from "./map-loop.js";

/** The loop of a function of two numbers. */
export function binaryLoop(fn: BinaryName): MapLoop {
  return ownLoops[fn] ?? loopOf(binaryFunctions[fn]);
}

/** The loops of functions of three numbers. */
export const ternaryLoops: Readonly<Record<"select" | "multiplyAdd" | "subtractProduct", MapLoop>> =
  {
    select(m, n, out, a, strideA, b, strideB, c, strideC) {
      for (let i = 0, p = a, q = b, r = c; i < n; i++, p += strideA, q += strideB, r += strideC)
        m[out + i] = (m[p] !== 0 ? m[q] : m[r]) as number;
    },
    multiplyAdd(m, n, out, a, strideA, b, strideB, c, strideC) {
      for (let i = 0, p = a, q = b, r = c; i < n; i++, p += strideA, q += strideB, r += strideC)
        m[out + i] = (m[p] as number) * (m[q] as number) + (m[r] as number);
    },
    subtractProduct(m, n, out, a, strideA, b, strideB, c, strideC) {
      for (let i = 0, p = a, q = b, r = c; i < n; i++, p += strideA, q += strideB, r += strideC)
        m[out + i] = (m[r] as number) - (m[p] as number) * (m[q] as number);
    },
  };

/** A loop that calls a function for each pair of numbers: for functions that take much longer than the call. */
function loopOf(f: (a: number, b: number) => number): MapLoop {
  return (m, n, out, a, strideA, b, strideB) => {
    for (let i = 0, p = a, q = b; i < n; i++, p += strideA, q += strideB)
      m[out + i] = f(m[p] as number, m[q] as number);
  };
}

// The others have loops of their own, because a call would take longer than the function.

const ownLoops: { readonly [Name in BinaryName]?: MapLoop } = {
  add(m, n, out, a, strideA, b, strideB) {
    for (let i = 0, p = a, q = b; i < n; i++, p += strideA, q += strideB)
      m[out + i] = (m[p] as number) + (m[q] as number);
  },
  subtract(m, n, out, a, strideA, b, strideB) {
    for (let i = 0, p = a, q = b; i < n; i++, p += strideA, q += strideB)
      m[out + i] = (m[p] as number) - (m[q] as number);
  },
  multiply(m, n, out, a, strideA, b, strideB) {
    for (let i = 0, p = a, q = b; i < n; i++, p += strideA, q += strideB)
      m[out + i] = (m[p] as number) * (m[q] as number);
  },
  divide(m, n, out, a, strideA, b, strideB) {
    for (let i = 0, p = a, q = b; i < n; i++, p += strideA, q += strideB)
      m[out + i] = (m[p] as number) / (m[q] as number);
  },
  max(m, n, out, a, strideA, b, strideB) {
    for (let i = 0, p = a, q = b; i < n; i++, p += strideA, q += strideB)
      m[out + i] = Math.max(m[p] as number, m[q] as number);
  },
  min(m, n, out, a, strideA, b, strideB) {
    for (let i = 0, p = a, q = b; i < n; i++, p += strideA, q += strideB)
      m[out + i] = Math.min(m[p] as number, m[q] as number);
  },
  greater(m, n, out, a, strideA, b, strideB) {
    for (let i = 0, p = a, q = b; i < n; i++, p += strideA, q += strideB)
      m[out + i] = (m[p] as number) > (m[q] as number) ? 1 : 0;
  },
  greaterEqual(m, n, out, a, strideA, b, strideB) {
    for (let i = 0, p = a, q = b; i < n; i++, p += strideA, q += strideB)
      m[out + i] = (m[p] as number) >= (m[q] as number) ? 1 : 0;
  },
  less(m, n, out, a, strideA, b, strideB) {
    for (let i = 0, p = a, q = b; i < n; i++, p += strideA, q += strideB)
      m[out + i] = (m[p] as number) < (m[q] as number) ? 1 : 0;
  },
  lessEqual(m, n, out, a, strideA, b, strideB) {
    for (let i = 0, p = a, q = b; i < n; i++, p += strideA, q += strideB)
      m[out + i] = (m[p] as number) <= (m[q] as number) ? 1 : 0;
  },
  equal(m, n, out, a, strideA, b, strideB) {
    for (let i = 0, p = a, q = b; i < n; i++, p += strideA, q += strideB)
      m[out + i] = m[p] === m[q] ? 1 : 0;
  },
  notEqual(m, n, out, a, strideA, b, strideB) {
    for (let i = 0, p = a, q = b; i < n; i++, p += strideA, q += strideB)
      m[out + i] = m[p] !== m[q] ? 1 : 0;
  },
};
