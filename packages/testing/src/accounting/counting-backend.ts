import type { Backend, State } from "@symplectic-adjoint/core";

/** An array of the counting backend: values behind a handle that can be released once. */
export interface Handle {
  readonly values: ReadonlyArray<number>;
  released: boolean;
}

/** The part of a backend that checkpoints need, with counts of its handles. */
export interface CountingBackend
  extends Pick<
    Backend<Handle>,
    | "readsSynchronously"
    | "shape"
    | "bytes"
    | "fromHost"
    | "toHost"
    | "toHostSync"
    | "retain"
    | "release"
  > {
  /** A new state of one array. */
  make(...values: ReadonlyArray<number>): State<Handle>;
  /** The first value. Throws if the state was released: that would be a use after free. */
  read(state: State<Handle>): number;
  /** Number of handles that are not released. */
  live(): number;
  /** Peak of {@link live}. */
  peak(): number;
}

/**
 * A backend that counts its handles. It throws if a handle is released twice, although the port allows this: the owner
 * of the handle would be unclear.
 *
 * @param readsSynchronously Whether values can be read without waiting.
 */
export function countingBackend(readsSynchronously = true): CountingBackend {
  let live = 0;
  let peak = 0;
  const create = (values: ReadonlyArray<number>): Handle => {
    live++;
    peak = Math.max(peak, live);
    return { values, released: false };
  };
  const assertLive = (handle: Handle): void => {
    if (handle.released) throw new Error(`The array [${handle.values}] was released already.`);
  };
  const valuesOf = (handle: Handle): Float64Array => {
    assertLive(handle);
    return Float64Array.from(handle.values);
  };
  return {
    readsSynchronously,
    shape: ({ values }) => [values.length],
    fromHost: (values) => create(Array.from(values)),
    // A real read takes time, and its array must stay alive until then.
    async toHost(handle) {
      assertLive(handle);
      await Promise.resolve();
      return valuesOf(handle);
    },
    toHostSync(handle) {
      if (!readsSynchronously) throw new Error("This backend cannot be read at once.");
      return valuesOf(handle);
    },
    make: (...values) => [create(values)],
    read(state) {
      const handle = state[0] as Handle;
      assertLive(handle);
      return handle.values[0] as number;
    },
    retain: (state) =>
      state.map((handle) => {
        assertLive(handle);
        return create(handle.values);
      }),
    release(state) {
      for (const handle of state) {
        assertLive(handle);
        handle.released = true;
        live--;
      }
    },
    bytes: (handle) => 8 * handle.values.length,
    live: () => live,
    peak: () => peak,
  };
}
