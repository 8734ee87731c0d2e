import { compiled } from "@symplectic-adjoint/compile";
import type { Compile } from "../../src/index.js";

/** `compiled`, which counts the functions that it is given, and their calls: each is a trace, unless f is interpreted. */
export function countingCompile() {
  const counts = { functions: 0, calls: 0 };
  const compile: Compile = (f, options) => {
    counts.functions++;
    const counted: typeof f = (t, y, ...args) => {
      counts.calls++;
      return f(t, y, ...args);
    };
    return compiled(counted, options);
  };
  return { compile, counts };
}
