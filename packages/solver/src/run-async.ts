import type { Backend, Reading } from "@symplectic-adjoint/core";

// What every host has, and the standard library's types of the language alone do not name.
declare function setTimeout(callback: () => void, milliseconds: number): unknown;

/** How long a computation may keep the event loop to itself, in milliseconds. */
const LONGEST_TURN = 12;

/** Drives a computation to its end, awaiting each scalar, and lets events be handled about every 12 ms. */
export async function runAsync<T, A>(
  reading: Reading<T, A>,
  backend: Pick<Backend<A>, "read">,
): Promise<T> {
  let pausedAt = Date.now();
  let turn = reading.next(0);
  while (!turn.done) {
    let value = 0;
    try {
      if (turn.value !== undefined) value = await backend.read(turn.value);
      if (Date.now() - pausedAt > LONGEST_TURN) {
        await new Promise<void>((resolve) => setTimeout(resolve, 0));
        pausedAt = Date.now();
      }
    } catch (error) {
      // Thrown into the computation, so that it frees what it holds.
      turn = reading.throw(error);
      continue;
    }
    turn = reading.next(value);
  }
  return turn.value;
}
