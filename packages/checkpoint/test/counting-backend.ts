import type { Backend, State } from "@symplectic-adjoint/core";

/** An array of the counting backend: values behind a handle that can be released once. */
export interface Handle {
  readonly values: ReadonlyArray<number>;
  released: boolean;
}

/** The part of a backend that checkpoints need, and what became of its handles. */
export interface CountingBackend extends Pick<Backend<Handle>, "retain" | "release" | "bytes"> {
  /** A new state of one array. */
  make(...values: ReadonlyArray<number>): State<Handle>;
  /** The first value. Throws if the state was released: that would be a use after free. */
  read(state: State<Handle>): number;
  /** Handles that are not released. */
  live(): number;
  /** The most there ever were. */
  peak(): number;
}

/** Every handle is released at most once here, although the port lets more do no harm: twice means a muddled owner. */
export function countingBackend(): CountingBackend {
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
  return {
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
