import {
  InvalidArgumentError,
  isReading,
  type Method,
  NO_MEMORY,
  type Problem,
  type Reading,
  type State,
  type StepOperations,
} from "@symplectic-adjoint/core";
import type { StepStart } from "./step-start.js";

/** Where a first step at `t` starts: y0 as a value of its own, and the memory that the method begins with. */
export function* beginSteps<V, A>(
  problem: Problem<A>,
  operations: StepOperations<V, A>,
  t: number,
  y0: State<A>,
): Reading<StepStart<V>, A> {
  const { backend, method } = problem;
  if (method.begin === undefined) {
    if (method.memory) throw wrongMemory(method, 0);
    return { y: operations.begin(y0), memory: NO_MEMORY };
  }
  const y = operations.begin(y0);
  let memory: ReadonlyArray<V> | undefined;
  try {
    const answer = method.begin(problem, operations, t, y);
    const begun = isReading(answer) ? yield* answer : answer;
    if (begun.length !== method.memory) throw wrongMemory(method, begun.length);
    memory = begun;
    return { y, memory };
  } finally {
    if (memory === undefined) backend.release(operations.stateOf(y));
  }
}

function wrongMemory({ name, memory }: Method, begun: number): InvalidArgumentError {
  return new InvalidArgumentError({
    argument: "method",
    value: name,
    problem: `has a memory of ${memory ?? 0} states, of which its begin makes ${begun}`,
    remedy:
      "Let begin return as many values as memory says; leave both out for a method without memory.",
  });
}
