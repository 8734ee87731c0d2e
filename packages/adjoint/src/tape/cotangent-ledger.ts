import type { Backend, State } from "@symplectic-adjoint/core";

/** A cotangent and the number of ledger entries that still use it. */
export interface Share<A> {
  readonly state: State<A>;
  uses: number;
}

interface Entry<A> {
  readonly weights: Array<number>;
  readonly shares: Array<Share<A>>;
}

/**
 * Pending contributions to cotangents. Contributions are collected and summed in one linear combination when their
 * value is processed; a cotangent is freed once the last value it contributes to was processed.
 */
export interface CotangentLedger<A> {
  /** Adds the contribution weight · state for value `id`. `borrowed` states are never freed here. */
  note(id: number, weight: number, share: Share<A>): void;
  /**
   * Removes and returns the sum of the contributions for `id`, as a share without uses; undefined if there are none.
   */
  take(id: number): Share<A> | undefined;
  /** Frees the share if nothing uses it. */
  settle(share: Share<A>): void;
  /** Frees the remaining cotangents. */
  release(): void;
}

/** A borrowed cotangent, never freed here. */
export function borrowed<A>(state: State<A>): Share<A> {
  return { state, uses: Number.POSITIVE_INFINITY };
}

/** A cotangent that the ledger frees after its last use. */
export function owned<A>(state: State<A>): Share<A> {
  return { state, uses: 0 };
}

export function cotangentLedger<A>(backend: Backend<A>): CotangentLedger<A> {
  const entries = new Map<number, Entry<A>>();
  const settle = (share: Share<A>) => {
    if (share.uses === 0) backend.release(share.state);
  };
  return {
    note(id, weight, share) {
      let entry = entries.get(id);
      if (entry === undefined) {
        entry = { weights: [], shares: [] };
        entries.set(id, entry);
      }
      entry.weights.push(weight);
      entry.shares.push(share);
      share.uses++;
    },
    take(id) {
      const entry = entries.get(id);
      if (entry === undefined) return undefined;
      const states = entry.shares.map((share) => share.state);
      const sum = backend.linearCombination(undefined, 1, entry.weights, states);
      entries.delete(id);
      for (const share of entry.shares) {
        share.uses--;
        settle(share);
      }
      return owned(sum);
    },
    settle,
    release() {
      for (const { shares } of entries.values()) {
        for (const share of shares) if (Number.isFinite(share.uses)) backend.release(share.state);
      }
      entries.clear();
    },
  };
}
