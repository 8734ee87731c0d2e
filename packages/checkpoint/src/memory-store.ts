import {
  type Backend,
  type CheckpointStore,
  checkValue,
  contract,
  ReleasedError,
  required,
  type State,
} from "@symplectic-adjoint/core";
import { insertStep, removeStep } from "./sorted-steps.js";

const HOLDING = required(
  contract("a backend", { retain: "function", release: "function" }, "Write memoryStore(float64)."),
);

/** A store that never has to wait. */
export interface ImmediateStore<A> extends CheckpointStore<A> {
  put(step: number, state: State<A>): void;
  get(step: number): State<A>;
}

/**
 * Stores checkpoints in memory, as arrays of the backend, in full precision.
 *
 * It retains the states passed to it, and releases its copies when they are removed, replaced or cleared. `steps()` is
 * a live view: copy it to iterate over it while the store changes. Adding and removing the latest step, as schedules
 * do, takes constant time.
 *
 * @param backend The backend of the arrays.
 * @example
 * const store = memoryStore(backend);
 * store.put(0, y0);
 * store.get(0); // the state before step 0, owned by the store
 * store.clear(); // released
 */
export function memoryStore<A>(backend: Pick<Backend<A>, "retain" | "release">): ImmediateStore<A> {
  checkValue("backend", backend, HOLDING);
  const states = new Map<number, State<A>>();
  const steps: Array<number> = [];

  function put(step: number, state: State<A>): void {
    const copy = backend.retain(state);
    const before = states.get(step);
    states.set(step, copy);
    if (before === undefined) insertStep(steps, step);
    else backend.release(before);
  }

  function get(step: number): State<A> {
    const state = states.get(step);
    if (state !== undefined) return state;
    throw new ReleasedError({
      argument: `The checkpoint of step ${step}`,
      problem: `is not in the store, which contains ${steps.length === 0 ? "none" : `those of ${steps.length} other steps`}`,
      remedy:
        "An earlier backward pass may have dropped it: keep checkpoints to run several, or solve again.",
    });
  }

  function remove(step: number): void {
    const state = states.get(step);
    if (state === undefined) return;
    // Removed before it is released: if releasing throws, it is not repeated.
    states.delete(step);
    removeStep(steps, step);
    backend.release(state);
  }

  function clear(): void {
    while (steps.length > 0) remove(steps[steps.length - 1] as number);
  }

  return Object.freeze({ name: "memory", put, get, remove, clear, steps: () => steps });
}
