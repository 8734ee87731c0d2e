import type { CheckpointSchedule, CheckpointStore } from "@symplectic-adjoint/core";
import {
  atOnce,
  type CountingBackend,
  countingBackend,
  type Handle,
} from "@symplectic-adjoint/testing";
import { applyForward, memoryStore, reverseWithCheckpoints } from "../src/index.js";

/** Integer dynamics in which neither a step left out nor two steps in another order go unnoticed. */
export const stepOf = (n: number, y: number): number => (3 * y + n + 1) % 1_000_003;

/** The states before each step and after the last. */
export function trajectory(total: number): ReadonlyArray<number> {
  const states = [1];
  for (let n = 0; n < total; n++) states.push(stepOf(n, states[n] as number));
  return states;
}

/** A forward pass that has filled a store, with the backward passes that may follow it. */
export interface Simulation {
  readonly backend: CountingBackend;
  readonly store: CheckpointStore<Handle>;
  /** One backward pass; `fail` may throw, and is asked before each advance and reverse. Returns the steps reversed. */
  backward(options?: BackwardOptions): ReadonlyArray<number>;
}

export interface BackwardOptions {
  readonly keepCheckpoints?: boolean;
  /** Another schedule than that of the forward pass. */
  readonly schedule?: CheckpointSchedule;
  readonly fail?: () => void;
}

export function simulate(
  schedule: CheckpointSchedule,
  total: number,
  {
    announced = false,
    makeStore = memoryStore,
  }: {
    /** Whether the forward pass knows the number of steps, or the number that it is told: it may end earlier. */
    readonly announced?: boolean | number;
    readonly makeStore?: (backend: CountingBackend) => CheckpointStore<Handle>;
  } = {},
): Simulation {
  const backend = countingBackend();
  const store = makeStore(backend);
  const states = trajectory(total);
  for (let n = 0; n < total; n++) {
    const state = backend.make(states[n] as number);
    const known = announced === true ? total : announced === false ? undefined : announced;
    atOnce(applyForward({ schedule, store, total: known, bytes: 8 }, n, state));
    backend.release(state);
  }

  function backward(options: BackwardOptions = {}): ReadonlyArray<number> {
    const reversed: Array<number> = [];
    const reading = reverseWithCheckpoints<Handle>({
      backend,
      schedule: options.schedule ?? schedule,
      store,
      total,
      bytes: 8,
      keepCheckpoints: options.keepCheckpoints,
      advance(state, from, to) {
        options.fail?.();
        let y = backend.read(state);
        for (let n = from; n < to; n++) y = stepOf(n, y);
        return backend.make(y);
      },
      reverse(state, from, to) {
        options.fail?.();
        if (backend.read(state) !== states[from]) throw new Error(`Not the state ${from}.`);
        for (let n = to - 1; n >= from; n--) reversed.push(n);
      },
    });
    atOnce(reading);
    return reversed;
  }

  return { backend, store, backward };
}
