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

/** The start of a first step at `t`: y0 as a new value, and the initial memory of the method. */
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
    problem: `has a memory of ${memory ?? 0} states, but its begin returns ${begun}`,
    remedy:
      "Return as many values from begin as memory states; omit both for a method without memory.",
  });
}
