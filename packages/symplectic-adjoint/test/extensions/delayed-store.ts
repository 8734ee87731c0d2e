import {
  awaited,
  type Backend,
  type CheckpointStore,
  type Reading,
  ReleasedError,
  type State,
} from "@symplectic-adjoint/core";

/** A checkpoint as it lies in slow memory. */
type Saved = ReadonlyArray<{
  readonly values: Float32Array | Float64Array;
  readonly shape: ReadonlyArray<number>;
}>;

/** What a delayed store was asked, besides its states. */
export interface DelayedStore<A> extends CheckpointStore<A> {
  /** Checkpoints that were announced before they were got. */
  readonly announced: ReadonlyArray<number>;
}

/** A store that keeps checkpoints out of the backend's memory: each `put` and `get` waits for a turn of the event loop. */
export function delayedStore<A>(backend: Backend<A>): DelayedStore<A> {
  const saved = new Map<number, Saved>();
  const loading = new Map<number, Promise<Saved>>();
  const announced: Array<number> = [];
  let lent: { readonly step: number; readonly state: State<A> } | undefined;

  const load = async (step: number): Promise<Saved> => {
    await later();
    const checkpoint = saved.get(step);
    if (checkpoint !== undefined) return checkpoint;
    throw new ReleasedError({
      argument: `The checkpoint of step ${step}`,
      problem: "is not in the store",
      remedy: "Solve again.",
    });
  };
  const takeBack = () => {
    if (lent !== undefined) backend.release(lent.state);
    lent = undefined;
  };
  const remove = (step: number) => {
    saved.delete(step);
    loading.delete(step);
    if (lent?.step === step) takeBack();
  };

  return {
    name: "delayed",
    announced,
    *put(step, state): Reading<void, A> {
      const values = yield* awaited(Promise.all(state.map((leaf) => backend.toHost(leaf))));
      yield* awaited(later());
      const shapes = state.map((leaf) => backend.shape(leaf));
      saved.set(
        step,
        values.map((leaf, i) => ({ values: leaf, shape: shapes[i] as ReadonlyArray<number> })),
      );
    },
    *get(step): Reading<State<A>, A> {
      const checkpoint = yield* awaited(loading.get(step) ?? load(step));
      loading.delete(step);
      takeBack();
      backend.openScope();
      let state: State<A> = [];
      try {
        state = checkpoint.map(({ values, shape }) => backend.fromHost(values, shape));
      } finally {
        backend.closeScope([state]);
      }
      lent = { step, state };
      return state;
    },
    remove,
    clear() {
      for (const step of [...saved.keys()]) remove(step);
      takeBack();
    },
    steps: () => [...saved.keys()].sort((a, b) => a - b),
    prefetch(step) {
      announced.push(step);
      const read = load(step);
      // A read that is not wanted after all may fail unheard.
      read.catch(() => {});
      loading.set(step, read);
    },
  };
}

function later(): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, 0));
}
