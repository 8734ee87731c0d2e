import { isReading, type Method } from "@symplectic-adjoint/core";

/** A method that also passes its result on, as a memory that it does not need. */
export function withMemory(method: Method): Method {
  const { reverse: _reverse, ...rest } = method;
  return {
    ...rest,
    name: "twice",
    memory: 1,
    begin: (_, operations, __, y) => [operations.retain(y)],
    attempt(problem, operations, request) {
      const answer = method.attempt(problem, operations, request);
      if (isReading(answer)) throw new Error("It reads nothing.");
      return { ...answer, memory: [operations.retain(answer.next)] };
    },
  };
}
