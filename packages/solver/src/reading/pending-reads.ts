import type { Backend } from "@symplectic-adjoint/core";

/** Result of a read. */
export type ReadResult = { readonly value: number } | { readonly error: unknown };

/** Pending reads, by scalar. */
export interface PendingReads<A> {
  /** Starts to read a scalar, unless the read is pending already. */
  begin(scalar: A | number): void;
  /** The result of the pending read; never rejects. Removes it from the pending reads. */
  take(scalar: A): Promise<ReadResult>;
}

/** Creates an empty collection. Rejections of abandoned reads are ignored. */
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
