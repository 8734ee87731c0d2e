import type { Method, Problem } from "@symplectic-adjoint/core";
import type { Tape, TapedAttempt } from "./tape.js";

/**
 * The problem with a method that tells the tape which attempt is being recorded.
 *
 * @param begun Receives each attempt when it begins.
 */
export function attemptsOnTape<A>(
  problem: Problem<A>,
  tape: Tape<A>,
  begun?: (attempt: TapedAttempt) => void,
): Problem<A> {
  const { method } = problem;
  const { begin, reverse } = method;
  const watched: Method = {
    name: method.name,
    order: method.order,
    estimatesError: method.estimatesError,
    activeStages: method.activeStages,
    memory: method.memory,
    keptStages: method.keptStages,
    interpolation: method.interpolation,
    ...(begin && { begin: begin.bind(method) as NonNullable<Method["begin"]> }),
    ...(reverse && { reverse: reverse.bind(method) as NonNullable<Method["reverse"]> }),
    attempt(given, operations, request) {
      const { t, h, end, firstStageTime } = request;
      const attempt = { t, h, end, firstStageTime, evaluations: 0, step: undefined };
      tape.enter(attempt);
      begun?.(attempt);
      return method.attempt(given, operations, request);
    },
  };
  return { ...problem, method: watched };
}
