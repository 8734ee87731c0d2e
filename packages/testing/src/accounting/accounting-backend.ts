import type { Backend, State } from "@symplectic-adjoint/core";
import { ledger, type NumberArray } from "./ledger.js";

/** A backend on lists of numbers that tracks allocations and throws on use after free. */
export interface AccountingBackend extends Backend<NumberArray> {
  array(values: ArrayLike<number>): NumberArray;
  /** Number of arrays and records that are neither freed nor released. */
  live(): number;
  /** Tracks another resource that must be released, such as a record of f. Returns its release function. */
  hold(): () => void;
}

/**
 * An accounting backend, for tests of code that must free its allocations. Slow but strict.
 *
 * @example
 * const backend = accountingBackend();
 * const kept = backend.retain([backend.array([1, 2])]);
 * backend.release(kept);
 * backend.live(); // 1: the array itself
 */
export function accountingBackend(): AccountingBackend {
  const books = ledger();
  const { make, read } = books;
  const map = (state: State<NumberArray>, value: (leaf: NumberArray, i: number) => Array<number>) =>
    state.map((leaf, i) => make(value(leaf, i)));
  const scaled: Backend<NumberArray>["scaledError"] = (error, from, to, { rtol, atol }) =>
    map(error, (leaf, l) => {
      const [a, b] = [read(from[l]), read(to[l])];
      return read(leaf).map((e, i) => {
        const size = Math.max(Math.abs(a[i] as number), Math.abs(b[i] as number));
        // size − size is NaN for a state that is not finite.
        return e / ((atol[l] as number) + (rtol[l] as number) * size) + (size - size);
      });
    });
  const rms = (values: ReadonlyArray<number>) =>
    values.length === 0 ? 0 : Math.hypot(...values) / Math.sqrt(values.length);

  return {
    name: "accounting",
    precision: "float64",
    readsSynchronously: true,
    array: (values) => make(Array.from(values)),
    live: books.live,
    hold: books.hold,
    isArray: books.isArray,
    shape: (array) => [read(array).length],
    bytes: (array) => 8 * read(array).length,
    linearCombination(base, scale, weights, terms) {
      const like = base ?? terms.find((_, j) => weights[j] !== 0) ?? terms[0];
      return map(like as State<NumberArray>, (leaf, l) =>
        read(leaf).map((_, i) => {
          let sum = 0;
          weights.forEach((weight, j) => {
            if (weight !== 0) sum += weight * (read(terms[j]?.[l])[i] as number);
          });
          return (base === undefined ? 0 : (read(base[l])[i] as number)) + scale * sum;
        }),
      );
    },
    errorNorm(error, from, to, tolerances) {
      const parts = scaled(error, from, to, tolerances);
      const counts = (l: number) => tolerances.atol[l] !== Number.POSITIVE_INFINITY;
      const norms = parts.map((part, l) => (counts(l) ? rms(read(part)) : 0));
      const norm = Math.max(0, ...norms);
      books.release(parts);
      return make([norm]);
    },
    scaledError: scaled,
    dot: (a, b) => {
      const products = a.flatMap((leaf, l) => {
        const other = read(b[l]);
        return read(leaf).map((value, i) => value * (other[i] as number));
      });
      return products.reduce((sum, product) => sum + product, 0);
    },
    zerosLike: (state) => map(state, (leaf) => read(leaf).map(() => 0)),
    accumulate(total, term) {
      const sum = map(total, (leaf, l) => {
        const added = read(term[l]);
        return read(leaf).map((value, i) => value + (added[i] as number));
      });
      books.release(total);
      return sum;
    },
    combineRows(base, scale, weights, terms) {
      const like = base ?? terms.find((term) => term !== undefined) ?? [];
      return map(like, (leaf, l) =>
        weights.flatMap((row) =>
          read(leaf).map((_, i) => {
            let sum = 0;
            row.forEach((weight, j) => {
              if (weight !== 0) sum += weight * (read(terms[j]?.[l])[i] as number);
            });
            return (base === undefined ? 0 : (read(base[l])[i] as number)) + scale * sum;
          }),
        ),
      );
    },
    sumRows: (stacked, weights) =>
      weights.map((row) =>
        map(stacked, (leaf) => {
          const values = read(leaf);
          const n = values.length / row.length;
          return Array.from({ length: n }, (_, i) =>
            row.reduce((sum, weight, r) => sum + weight * (values[r * n + i] as number), 0),
          );
        }),
      ),
    concatenate: (blocks) =>
      (blocks[0] ?? []).map((_, l) => make(blocks.flatMap((block) => [...read(block[l])]))),
    sliceRows: (stacked, rows, from, to) =>
      map(stacked, (leaf) => {
        const n = read(leaf).length / rows;
        return read(leaf).slice(from * n, to * n);
      }),
    stack: (rows) => (rows[0] ?? []).map((_, l) => make(rows.flatMap((row) => [...read(row[l])]))),
    unstack(stacked, rows) {
      return Array.from({ length: rows }, (_, row) =>
        map(stacked, (leaf) => {
          const n = read(leaf).length / rows;
          return read(leaf).slice(row * n, (row + 1) * n);
        }),
      );
    },
    fromHost: (values) => make(Array.from(values)),
    toHost: async (array) => Float64Array.from(read(array)),
    toHostSync: (array) => Float64Array.from(read(array)),
    openScope: books.openScope,
    closeScope: books.closeScope,
    retain: (state) => state.map((leaf) => books.makeRetained([...read(leaf)])),
    release: books.release,
    read: async (scalar) => (typeof scalar === "number" ? scalar : (read(scalar)[0] as number)),
    readSync: (scalar) => (typeof scalar === "number" ? scalar : (read(scalar)[0] as number)),
  };
}
