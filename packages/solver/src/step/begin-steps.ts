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
import { releaseStart, type StepStart } from "./step-start.js";

/** The start of a first step at `t`: y0 as a new value, and the initial memory of the method. */
export function* beginSteps<V, A>(
  problem: Problem<A>,
  operations: StepOperations<V, A>,
  t: number,
  y0: State<A>,
): Reading<StepStart<V>, A> {
  const { method } = problem;
  if (method.begin === undefined) {
    if (method.memory) throw wrongMemory(method, 0);
    return { y: operations.begin(y0), memory: NO_MEMORY };
  }
  const y = operations.begin(y0);
  let start: StepStart<V> = { y, memory: NO_MEMORY };
  let begun = false;
  try {
    const answer = method.begin(problem, operations, t, y);
    start = { y, memory: isReading(answer) ? yield* answer : answer };
    if (start.memory.length !== method.memory) throw wrongMemory(method, start.memory.length);
    begun = true;
    return start;
  } finally {
    if (!begun) releaseStart(problem, operations, start);
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
