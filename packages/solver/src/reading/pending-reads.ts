import type { Backend } from "@symplectic-adjoint/core";

/** What became of a read. */
export type ReadResult = { readonly value: number } | { readonly error: unknown };

/** Reads that have begun, by their scalars. */
export interface PendingReads<A> {
  /** Begins to read a scalar, unless that has happened already. */
  begin(scalar: A | number): void;
  /** What a read that has begun comes to; never rejects. The next one of this scalar is another. */
  take(scalar: A): Promise<ReadResult>;
}

/** No reads yet. A read that nobody takes fails without a sound: whoever gave it up has told why. */
export function pendingReads<A>(backend: Pick<Backend<A>, "read">): PendingReads<A> {
  const pending = new Map<A, Promise<ReadResult>>();
  return {
    begin(scalar) {
      if (typeof scalar === "number" || pending.has(scalar)) return;
      pending.set(scalar, settled(backend, scalar));
    },
    take(scalar) {
      const read = pending.get(scalar) as Promise<ReadResult>;
      pending.delete(scalar);
      return read;
    },
  };
}

async function settled<A>(backend: Pick<Backend<A>, "read">, scalar: A): Promise<ReadResult> {
  try {
    return { value: await backend.read(scalar) };
  } catch (error) {
    return { error };
  }
}
