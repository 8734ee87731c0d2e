import type { Backend, CheckpointSchedule, CheckpointStore, State } from "@symplectic-adjoint/core";
import { putCopy } from "./put-copy.js";
import { scheduleError } from "./schedule-error.js";

/**
 * Does what a schedule wants before a step of the forward pass: stores `state`, the one before step `step`, or drops
 * checkpoints. What is stored is a retained copy; `state` stays the caller's.
 *
 * @param total The number of steps, if it is known beforehand.
 * @throws InvalidArgumentError when the schedule wants anything else.
 * @example
 * for (let n = 0; n < steps.length; n++) {
 *   applyForward(everyStep, store, backend, n, y, steps.length);
 *   y = take(steps[n], y);
 * }
 */
export function applyForward<A>(
  schedule: CheckpointSchedule,
  store: CheckpointStore<A>,
  backend: Pick<Backend<A>, "retain" | "release">,
  step: number,
  state: State<A>,
  total: number | undefined,
): void {
  for (const action of schedule.forward(step, store.steps(), total)) {
    if (action.type === "drop") {
      store.remove(action.step);
    } else if (action.type !== "store") {
      throw scheduleError(
        schedule,
        `asks for "${action.type}" in the forward pass, before step ${step}, where only stores and drops are possible`,
      );
    } else if (action.step !== step) {
      throw scheduleError(
        schedule,
        `stores step ${action.step} in the forward pass where the state is the one before step ${step}`,
      );
    } else {
      putCopy(store, backend, step, state);
    }
  }
}
