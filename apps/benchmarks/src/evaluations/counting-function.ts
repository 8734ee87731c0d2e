import type { TestProblem } from "@symplectic-adjoint/testing";

/** Calls of a function of the float64 backend. */
export interface FunctionCalls {
  readonly evaluate: number;
  readonly vjp: number;
}

/** A problem that counts. */
export interface CountingFunction {
  readonly func: TestProblem;
  /** Counts since the last call. */
  takeCounts(): FunctionCalls;
}

/** Counts the calls that reach the user's code, with or without fused steps. */
export function countingFunction(problem: TestProblem): CountingFunction {
  let calls = { evaluate: 0, vjp: 0 };
  const func: TestProblem = {
    ...problem,
    evaluate(...args) {
      calls.evaluate++;
      problem.evaluate(...args);
    },
    vjp(...args) {
      calls.vjp++;
      problem.vjp(...args);
    },
  };
  return {
    func,
    takeCounts() {
      const taken = calls;
      calls = { evaluate: 0, vjp: 0 };
      return taken;
    },
  };
}
