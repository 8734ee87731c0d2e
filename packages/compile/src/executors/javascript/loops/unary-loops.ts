import { unaryFunctions } from "../../../graph/functions/scalar-functions.js";
import type { UnaryName } from "../../../graph/graph.js";
import type { MapLoop } from "./map-loop.js";

/** The loop of a function of one number. */
export function unaryLoop(fn: UnaryName | "copy"): MapLoop {
  return ownLoops[fn] ?? loopOf(unaryFunctions[fn as UnaryName]);
}

/** Whether a function is one of one number. */
export function isUnary(fn: string): fn is UnaryName | "copy" {
  return fn === "copy" || fn in unaryFunctions;
}

/** A loop that calls a function for each number: for functions that take much longer than the call. */
function loopOf(f: (x: number) => number): MapLoop {
  return (m, n, out, a, strideA) => {
    for (let i = 0, p = a; i < n; i++, p += strideA) m[out + i] = f(m[p] as number);
  };
}

// The others have loops of their own, because a call would take longer than the function.

const ownLoops: { readonly [Name in UnaryName | "copy"]?: MapLoop } = {
  abs(m, n, out, a, strideA) {
    for (let i = 0, p = a; i < n; i++, p += strideA) m[out + i] = Math.abs(m[p] as number);
  },
  copy(m, n, out, a, strideA) {
    for (let i = 0, p = a; i < n; i++, p += strideA) m[out + i] = m[p] as number;
  },
  cos(m, n, out, a, strideA) {
    for (let i = 0, p = a; i < n; i++, p += strideA) m[out + i] = Math.cos(m[p] as number);
  },
  exp(m, n, out, a, strideA) {
    for (let i = 0, p = a; i < n; i++, p += strideA) m[out + i] = Math.exp(m[p] as number);
  },
  log(m, n, out, a, strideA) {
    for (let i = 0, p = a; i < n; i++, p += strideA) m[out + i] = Math.log(m[p] as number);
  },
  negate(m, n, out, a, strideA) {
    for (let i = 0, p = a; i < n; i++, p += strideA) m[out + i] = -(m[p] as number);
  },
  reciprocal(m, n, out, a, strideA) {
    for (let i = 0, p = a; i < n; i++, p += strideA) m[out + i] = 1 / (m[p] as number);
  },
  relu(m, n, out, a, strideA) {
    for (let i = 0, p = a; i < n; i++, p += strideA) m[out + i] = Math.max(m[p] as number, 0);
  },
  rsqrt(m, n, out, a, strideA) {
    for (let i = 0, p = a; i < n; i++, p += strideA) m[out + i] = 1 / Math.sqrt(m[p] as number);
  },
  sin(m, n, out, a, strideA) {
    for (let i = 0, p = a; i < n; i++, p += strideA) m[out + i] = Math.sin(m[p] as number);
  },
  sqrt(m, n, out, a, strideA) {
    for (let i = 0, p = a; i < n; i++, p += strideA) m[out + i] = Math.sqrt(m[p] as number);
  },
  square(m, n, out, a, strideA) {
    for (let i = 0, p = a; i < n; i++, p += strideA) {
      const x = m[p] as number;
      m[out + i] = x * x;
    }
  },
  step(m, n, out, a, strideA) {
    for (let i = 0, p = a; i < n; i++, p += strideA) m[out + i] = (m[p] as number) > 0 ? 1 : 0;
  },
  tanh(m, n, out, a, strideA) {
    for (let i = 0, p = a; i < n; i++, p += strideA) m[out + i] = Math.tanh(m[p] as number);
  },
  sigmoid(m, n, out, a, strideA) {
    for (let i = 0, p = a; i < n; i++, p += strideA) {
      const x = m[p] as number;
      const decay = Math.exp(-Math.abs(x));
      m[out + i] = (x >= 0 ? 1 : decay) / (1 + decay);
    }
  },
};
