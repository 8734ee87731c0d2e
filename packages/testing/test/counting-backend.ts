import { type Backend, type State, SynchronousReadError } from "@symplectic-adjoint/core";

/** An array that knows whether it was freed. */
export interface Handle {
  readonly shape: ReadonlyArray<number>;
  readonly values: Float64Array;
}

/** A backend in double precision that frees by hand, keeps count, and refuses to read what was freed. */
export interface CountingBackend {
  readonly backend: Backend<Handle>;
  readonly count: () => number;
}

/** The smallest backend with all the rules of the port: for the tests of its conformance suite. */
export function countingBackend({
  readsSynchronously = true,
}: {
  readonly readsSynchronously?: boolean;
} = {}): CountingBackend {
  const live = new Set<Handle>();
  const retained = new Set<Handle>();
  const scopes: Array<Set<Handle>> = [];

  const make = (values: Float64Array, shape: ReadonlyArray<number>): Handle => {
    const handle = { values, shape };
    live.add(handle);
    scopes.at(-1)?.add(handle);
    return handle;
  };
  const valuesOf = (handle: Handle): Float64Array => {
    if (!live.has(handle)) throw new Error("This array was freed.");
    return handle.values;
  };
  const free = (handle: Handle): void => {
    live.delete(handle);
    retained.delete(handle);
  };
  /** Component by component over leaves of the same shapes. */
  const map = (
    states: ReadonlyArray<State<Handle>>,
    f: (leaf: number, ...values: ReadonlyArray<number>) => number,
  ): State<Handle> =>
    (states[0] ?? []).map((first, leaf) => {
      const all = states.map((state) => valuesOf(state[leaf] as Handle));
      const value = (_: number, i: number) => f(leaf, ...all.map((values) => values[i] as number));
      return make(valuesOf(first).map(value), first.shape);
    });
  const refuse = (argument: string): never => {
    throw new SynchronousReadError({
      argument,
      problem: "cannot be read synchronously by this backend",
      remedy: "Use the asynchronous function.",
    });
  };

  const stackAndFree = (rows: ReadonlyArray<State<Handle>>): State<Handle> => {
    const stacked = backend.stack(rows);
    rows.flat().forEach(free);
    return stacked;
  };

  const backend: Backend<Handle> = {
    name: "counting",
    precision: "float64",
    readsSynchronously,
    isArray: (value): value is Handle =>
      typeof value === "object" && value !== null && "values" in value && "shape" in value,
    shape: ({ shape }) => shape,
    bytes: ({ values }) => values.byteLength,

    linearCombination(base, scale, weights, terms) {
      const used = weights.flatMap((weight, j) => (weight === 0 ? [] : [[weight, j] as const]));
      const start = base ?? (terms[used[0]?.[1] ?? 0] as State<Handle>);
      const states = [start, ...used.map(([, j]) => terms[j] as State<Handle>)];
      return map(states, (_leaf, first, ...values) => {
        const sum = values.reduce((total, value, j) => total + (used[j]?.[0] ?? 0) * value, 0);
        return (base ? (first as number) : 0) + scale * sum;
      });
    },
    combineRows(base, scale, weights, terms) {
      const like = base ?? terms.find((term) => term !== undefined) ?? [];
      const known = terms.map((term) => term ?? like);
      return stackAndFree(
        weights.map((row) => {
          return backend.linearCombination(base, scale, row, known);
        }),
      );
    },
    sumRows(stacked, weights) {
      const rows = backend.unstack(stacked, weights[0]?.length ?? 0);
      const sums = weights.map((row) => backend.linearCombination(undefined, 1, row, rows));
      rows.flat().forEach(free);
      return sums;
    },
    concatenate: (blocks) =>
      stackAndFree(blocks.flatMap((block) => backend.unstack(block, block[0]?.shape[0] ?? 0))),
    sliceRows(stacked, rows, from, to) {
      const all = backend.unstack(stacked, rows);
      const some = backend.stack(all.slice(from, to));
      all.flat().forEach(free);
      return some;
    },
    errorNorm(error, from, to, tolerances) {
      const scaled = backend.scaledError(error, from, to, tolerances);
      const norms = scaled.map((leaf) => {
        const { values } = leaf;
        return values.length === 0 ? 0 : Math.hypot(...values) / Math.sqrt(values.length);
      });
      // 0 · x is NaN for a state that overflowed.
      const finite = to.reduce((sum, { values }) => values.reduce((s, v) => s + 0 * v, sum), 0);
      scaled.forEach(free);
      return make(Float64Array.of(Math.max(0, ...norms) + finite), []);
    },
    scaledError: (error, from, to, { rtol, atol }) =>
      map([error, from, to], (leaf, e = 0, x = 0, y = 0) => {
        const size = Math.max(Math.abs(x), Math.abs(y));
        return e / ((atol[leaf] as number) + (rtol[leaf] as number) * size);
      }),
    dot(a, b) {
      let sum = 0;
      a.forEach((leaf, l) => {
        const other = valuesOf(b[l] as Handle);
        valuesOf(leaf).forEach((value, i) => {
          sum += value * (other[i] as number);
        });
      });
      return make(Float64Array.of(sum), []);
    },
    zerosLike: (state) => map([state], () => 0),
    accumulate(total, term) {
      const sum = map([total, term], (_leaf, a = 0, b = 0) => a + b);
      total.forEach(free);
      return sum;
    },

    stack: (rows) =>
      (rows[0] ?? []).map((first, leaf) =>
        make(Float64Array.from(rows.flatMap((row) => [...valuesOf(row[leaf] as Handle)])), [
          rows.length,
          ...first.shape,
        ]),
      ),
    unstack: (stacked, rows) =>
      Array.from({ length: rows }, (_, r) =>
        stacked.map((leaf) => {
          const size = leaf.values.length / rows;
          return make(valuesOf(leaf).slice(r * size, (r + 1) * size), leaf.shape.slice(1));
        }),
      ),
    fromHost: (values, shape) => make(Float64Array.from(values), shape),
    toHost: async (array) => valuesOf(array).slice(),
    toHostSync: (array) => (readsSynchronously ? valuesOf(array).slice() : refuse("array")),

    openScope() {
      scopes.push(new Set());
    },
    closeScope(survivors) {
      const saved = new Set(survivors.flat());
      for (const handle of scopes.pop() ?? []) {
        if (retained.has(handle)) continue;
        if (saved.has(handle)) scopes.at(-1)?.add(handle);
        else free(handle);
      }
    },
    retain(state) {
      return state.map((handle) => {
        const copy = make(valuesOf(handle).slice(), handle.shape);
        retained.add(copy);
        return copy;
      });
    },
    release(state) {
      state.forEach(free);
    },

    read: async (scalar) => (typeof scalar === "number" ? scalar : (valuesOf(scalar)[0] as number)),
    readSync(scalar) {
      if (typeof scalar === "number") return scalar;
      return readsSynchronously ? (valuesOf(scalar)[0] as number) : refuse("scalar");
    },
  };
  return { backend, count: () => live.size };
}
