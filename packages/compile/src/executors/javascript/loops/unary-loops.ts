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
  return (m, n, out, a) => {
    for (let i = 0; i < n; i++) m[out + i] = f(m[a + i] as number);
  };
}

// The others have loops of their own, because a call would take longer than the function.

const ownLoops: { readonly [Name in UnaryName | "copy"]?: MapLoop } = {
  abs(m, n, out, a) {
    for (let i = 0; i < n; i++) m[out + i] = Math.abs(m[a + i] as number);
  },
  copy(m, n, out, a) {
    for (let i = 0; i < n; i++) m[out + i] = m[a + i] as number;
  },
  cos(m, n, out, a) {
    for (let i = 0; i < n; i++) m[out + i] = Math.cos(m[a + i] as number);
  },
  exp(m, n, out, a) {
    for (let i = 0; i < n; i++) m[out + i] = Math.exp(m[a + i] as number);
  },
  log(m, n, out, a) {
    for (let i = 0; i < n; i++) m[out + i] = Math.log(m[a + i] as number);
  },
  negate(m, n, out, a) {
    for (let i = 0; i < n; i++) m[out + i] = -(m[a + i] as number);
  },
  reciprocal(m, n, out, a) {
    for (let i = 0; i < n; i++) m[out + i] = 1 / (m[a + i] as number);
  },
  relu(m, n, out, a) {
    for (let i = 0; i < n; i++) m[out + i] = Math.max(m[a + i] as number, 0);
  },
  rsqrt(m, n, out, a) {
    for (let i = 0; i < n; i++) m[out + i] = 1 / Math.sqrt(m[a + i] as number);
  },
  sin(m, n, out, a) {
    for (let i = 0; i < n; i++) m[out + i] = Math.sin(m[a + i] as number);
  },
  sqrt(m, n, out, a) {
    for (let i = 0; i < n; i++) m[out + i] = Math.sqrt(m[a + i] as number);
  },
  square(m, n, out, a) {
    for (let i = 0; i < n; i++) {
      const x = m[a + i] as number;
      m[out + i] = x * x;
    }
  },
  step(m, n, out, a) {
    for (let i = 0; i < n; i++) m[out + i] = (m[a + i] as number) > 0 ? 1 : 0;
  },
  tanh(m, n, out, a) {
    for (let i = 0; i < n; i++) m[out + i] = Math.tanh(m[a + i] as number);
  },
  sigmoid(m, n, out, a) {
    for (let i = 0; i < n; i++) {
      const x = m[a + i] as number;
      const decay = Math.exp(-Math.abs(x));
      m[out + i] = (x >= 0 ? 1 : decay) / (1 + decay);
    }
  },
};
