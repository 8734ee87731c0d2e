import { isPromise, isReading, type MaybeReading } from "@symplectic-adjoint/core";

/** The answer of an operation that may have to wait for promises. */
export async function settled<T, A>(answer: MaybeReading<T, A>): Promise<T> {
  if (!isReading(answer)) return answer;
  let turn = answer.next();
  while (turn.done !== true) {
    const pause = turn.value;
    if (pause === undefined || !isPromise(pause)) throw new Error("A store waits for promises.");
    try {
      turn = answer.next(await pause);
    } catch (error) {
      turn = answer.throw(error);
    }
  }
  return turn.value;
}

/** Lets everything happen that has nothing to wait for. */
export function turnOver(): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, 0));
}
