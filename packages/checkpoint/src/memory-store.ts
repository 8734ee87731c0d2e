import {
  type Backend,
  type CheckpointStore,
  checkValue,
  contract,
  ReleasedError,
  required,
  type State,
} from "@symplectic-adjoint/core";

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
    if (before === undefined) insert(steps, step);
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
    if (steps[steps.length - 1] === step) steps.pop();
    else steps.splice(placeOf(steps, step), 1);
    backend.release(state);
  }

  function clear(): void {
    while (steps.length > 0) remove(steps[steps.length - 1] as number);
  }

  return Object.freeze({ name: "memory", put, get, remove, clear, steps: () => steps });
}

/** Inserts a step in order: in a forward pass at the end, without the list that `splice` allocates. */
function insert(steps: Array<number>, step: number): void {
  const place = placeOf(steps, step);
  if (place === steps.length) steps.push(step);
  else steps.splice(place, 0, step);
}

/** Index of the first entry that is not below `step`. Checks the end first, the common case. */
function placeOf(steps: ReadonlyArray<number>, step: number): number {
  let high = steps.length;
  if (high === 0 || (steps[high - 1] as number) < step) return high;
  let low = 0;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if ((steps[middle] as number) < step) low = middle + 1;
    else high = middle;
  }
  return low;
}
