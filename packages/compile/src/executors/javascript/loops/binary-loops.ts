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
    select(m, n, out, a, b, c) {
      for (let i = 0; i < n; i++) m[out + i] = (m[a + i] !== 0 ? m[b + i] : m[c + i]) as number;
    },
    multiplyAdd(m, n, out, a, b, c) {
      for (let i = 0; i < n; i++)
        m[out + i] = (m[a + i] as number) * (m[b + i] as number) + (m[c + i] as number);
    },
    subtractProduct(m, n, out, a, b, c) {
      for (let i = 0; i < n; i++)
        m[out + i] = (m[c + i] as number) - (m[a + i] as number) * (m[b + i] as number);
    },
  };

/** A loop that calls a function for each pair of numbers: for functions that take much longer than the call. */
function loopOf(f: (a: number, b: number) => number): MapLoop {
  return (m, n, out, a, b) => {
    for (let i = 0; i < n; i++) m[out + i] = f(m[a + i] as number, m[b + i] as number);
  };
}

// The others have loops of their own, because a call would take longer than the function.

const ownLoops: { readonly [Name in BinaryName]?: MapLoop } = {
  add(m, n, out, a, b) {
    for (let i = 0; i < n; i++) m[out + i] = (m[a + i] as number) + (m[b + i] as number);
  },
  subtract(m, n, out, a, b) {
    for (let i = 0; i < n; i++) m[out + i] = (m[a + i] as number) - (m[b + i] as number);
  },
  multiply(m, n, out, a, b) {
    for (let i = 0; i < n; i++) m[out + i] = (m[a + i] as number) * (m[b + i] as number);
  },
  divide(m, n, out, a, b) {
    for (let i = 0; i < n; i++) m[out + i] = (m[a + i] as number) / (m[b + i] as number);
  },
  max(m, n, out, a, b) {
    for (let i = 0; i < n; i++) m[out + i] = Math.max(m[a + i] as number, m[b + i] as number);
  },
  min(m, n, out, a, b) {
    for (let i = 0; i < n; i++) m[out + i] = Math.min(m[a + i] as number, m[b + i] as number);
  },
  greater(m, n, out, a, b) {
    for (let i = 0; i < n; i++) m[out + i] = (m[a + i] as number) > (m[b + i] as number) ? 1 : 0;
  },
  greaterEqual(m, n, out, a, b) {
    for (let i = 0; i < n; i++) m[out + i] = (m[a + i] as number) >= (m[b + i] as number) ? 1 : 0;
  },
  less(m, n, out, a, b) {
    for (let i = 0; i < n; i++) m[out + i] = (m[a + i] as number) < (m[b + i] as number) ? 1 : 0;
  },
  lessEqual(m, n, out, a, b) {
    for (let i = 0; i < n; i++) m[out + i] = (m[a + i] as number) <= (m[b + i] as number) ? 1 : 0;
  },
  equal(m, n, out, a, b) {
    for (let i = 0; i < n; i++) m[out + i] = m[a + i] === m[b + i] ? 1 : 0;
  },
  notEqual(m, n, out, a, b) {
    for (let i = 0; i < n; i++) m[out + i] = m[a + i] !== m[b + i] ? 1 : 0;
  },
};
