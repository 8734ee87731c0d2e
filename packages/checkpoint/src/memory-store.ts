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

/** A store that answers at once. */
export interface ImmediateStore<A> extends CheckpointStore<A> {
  put(step: number, state: State<A>): void;
  get(step: number): State<A>;
}

/**
 * A store that keeps checkpoints where they are, as arrays of the engine, in full precision.
 *
 * It retains the states that it is given, and releases its copies when they are removed, replaced or cleared. `steps()` is a view that follows the store: copy it to iterate over it while checkpoints come and go.
 * Putting the latest step and removing the latest one, as schedules do, cost constant time.
 *
 * @param backend Whose arrays they are.
 * @example
 * const store = memoryStore(backend);
 * store.put(0, y0);
 * store.get(0); // the state before step 0; it stays the store's
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
      problem: `is not in the store, which holds ${steps.length === 0 ? "none" : `those of ${steps.length} other steps`}`,
      remedy:
        "A backward pass may have dropped it already: keep the checkpoints to take several, or solve again.",
    });
  }

  function remove(step: number): void {
    const state = states.get(step);
    if (state === undefined) return;
    // Forgotten before it is released: should that throw, it is not tried again.
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

/** Puts a step where it belongs: in a forward pass at the end, without the list that `splice` returns. */
function insert(steps: Array<number>, step: number): void {
  const place = placeOf(steps, step);
  if (place === steps.length) steps.push(step);
  else steps.splice(place, 0, step);
}

/** Index of the first entry that is not below `step`. Looks at the end first, where most of the traffic is. */
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
