import { isReading, type MaybeReading } from "@symplectic-adjoint/core";

/** The result of an operation that does not wait. @throws Error if it waits. */
export function atOnce<T, A>(answer: MaybeReading<T, A>): T {
  if (!isReading(answer)) return answer;
  const turn = answer.next();
  if (turn.done !== true) throw new Error("Nothing is to be waited for here.");
  return turn.value;
}
