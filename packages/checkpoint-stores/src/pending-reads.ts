import type { Backend, State } from "@symplectic-adjoint/core";
import type { HostLeaf } from "./record/record-layout.js";

/** The most states that are read from a device at a time: enough to overlap reading and computing. */
const MOST = 4;

/** What became of the reading of a state. */
export type ReadState =
  | { readonly leaves: ReadonlyArray<HostLeaf> }
  | { readonly failure: unknown };

/** States that are being read from a device, by step. It holds handles of them until they have been read. */
export interface PendingReads<A> {
  /** Whether the next read has to wait for the oldest one. */
  readonly full: boolean;
  /** Resolved when the oldest read has ended; never rejected. */
  oldest(): Promise<void>;
  /** Begins to read a state. `done` is called unless it is dropped. */
  begin(step: number, state: State<A>, done: (result: ReadState) => void): void;
  /** The state that is being read for a step. */
  stateOf(step: number): State<A>;
  /** Ignores what is read for a step. Its handles are released as soon as the engine has finished with them. */
  drop(step: number): void;
  dropAll(): void;
}

interface Read<A> {
  readonly state: State<A>;
  readonly ended: Promise<void>;
}

export function pendingReads<A>(
  backend: Pick<Backend<A>, "shape" | "toHost" | "retain" | "release">,
): PendingReads<A> {
  const current = new Map<number, Read<A>>();
  // Dropped ones as well: they take memory of the device.
  const running = new Set<Read<A>>();
  return {
    get full() {
      return running.size >= MOST;
    },
    oldest: () => (running.values().next().value as Read<A>).ended,
    begin(step, state, done) {
      const handles = backend.retain(state);
      const result = readAll(backend, handles);
      const read: Read<A> = {
        state: handles,
        ended: result.then((found) => {
          running.delete(read);
          try {
            if (current.get(step) !== read) return;
            current.delete(step);
            done(found);
          } finally {
            backend.release(handles);
          }
        }),
      };
      running.add(read);
      current.set(step, read);
    },
    stateOf: (step) => (current.get(step) as Read<A>).state,
    drop: (step) => void current.delete(step),
    dropAll: () => current.clear(),
  };
}

/** Waits for all arrays, even if one cannot be read: none may be freed while it is being read. */
async function readAll<A>(
  backend: Pick<Backend<A>, "shape" | "toHost">,
  state: State<A>,
): Promise<ReadState> {
  const reads = state.map(async (leaf) => ({
    shape: backend.shape(leaf),
    values: await backend.toHost(leaf),
  }));
  const leaves: Array<HostLeaf> = [];
  for (const read of await Promise.allSettled(reads)) {
    if (read.status === "rejected") return { failure: read.reason };
    leaves.push(read.value);
  }
  return { leaves };
}
