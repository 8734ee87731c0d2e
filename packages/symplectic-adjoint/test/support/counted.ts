import type { TestProblem } from "@symplectic-adjoint/testing";

/** A problem that counts how often its functions are called. */
export interface CountedProblem {
  readonly problem: TestProblem;
  readonly calls: { evaluate: number; vjp: number };
  /** The times at which f was evaluated, in the order of the calls. */
  readonly times: Array<number>;
}

/** The same problem, counting. */
export function counted(original: TestProblem): CountedProblem {
  const calls = { evaluate: 0, vjp: 0 };
  const times: Array<number> = [];
  const problem: TestProblem = {
    ...original,
    evaluate(t, ...rest) {
      calls.evaluate++;
      times.push(t);
      original.evaluate(t, ...rest);
    },
    vjp(...all) {
      calls.vjp++;
      original.vjp(...all);
    },
  };
  return { problem, calls, times };
}
