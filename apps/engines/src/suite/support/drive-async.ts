import { tfjs } from "@symplectic-adjoint/backend-tfjs";
import type { Reading } from "@symplectic-adjoint/core";
import type { Tensor } from "@tensorflow/tfjs-core";

/** Runs a reading asynchronously, as the …Async functions do. */
export async function driveAsync<T>(reading: Reading<T, Tensor>): Promise<T> {
  let turn = reading.next(0);
  while (turn.done !== true) {
    const pause = turn.value;
    const value =
      pause === undefined ? 0 : await ("then" in pause ? pause : tfjs.read(pause.scalar));
    turn = reading.next(value);
  }
  return turn.value;
}
