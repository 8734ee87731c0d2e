import type { Backend, ForwardPass, State } from "@symplectic-adjoint/core";

/** The layout of a pass's outputs: how the rows of the solution are divided into entries. */
export interface OutputEntries {
  /** Number of entries. */
  readonly length: number;
  /**
   * Number of states in each entry; undefined for a single one, without an axis for it. undefined as a whole if all are
   * single.
   */
  readonly rows: ReadonlyArray<number | undefined> | undefined;
  /** Total number of states. */
  readonly count: number;
  /** Whether the first entry, the initial state, is left out of the solution. */
  readonly skipsFirst: boolean;
}

/** The layout of a pass. */
export function entriesOf<A>(
  { outputs, rows }: Pick<ForwardPass<A>, "outputs" | "rows">,
  saveStart = true,
): OutputEntries {
  const { length } = outputs;
  let count = length;
  if (rows !== undefined) for (const n of rows) count += (n ?? 1) - 1;
  return { length, rows, count, skipsFirst: !saveStart };
}

/** A run of entries that becomes one block of rows: single entries, which are stacked, or one entry of several rows. */
interface Run {
  readonly first: number;
  readonly end: number;
  readonly rows: number;
  readonly stacked: boolean;
}

function runsOf({ length, rows, skipsFirst }: OutputEntries): Array<Run> {
  const runs: Array<Run> = [];
  for (let first = skipsFirst ? 1 : 0; first < length; ) {
    const block = rows?.[first];
    let end = first + 1;
    if (rows === undefined) end = length;
    else if (block === undefined) while (end < length && rows[end] === undefined) end++;
    runs.push({ first, end, rows: block ?? end - first, stacked: block !== undefined });
    first = end;
  }
  return runs;
}

/**
 * The states at all output times along a new first axis; releases the outputs. Costs one operation for each step that
 * has interpolated outputs, not one for each output.
 */
export function stackOutputs<A>(
  backend: Backend<A>,
  outputs: ReadonlyArray<State<A>>,
  entries: OutputEntries = entriesOf({ outputs }),
): State<A> {
  backend.openScope();
  let stacked: State<A> = [];
  try {
    stacked = joined(backend, runsOf(entries), outputs);
    return stacked;
  } finally {
    backend.closeScope([stacked]);
    for (const output of outputs) backend.release(output);
  }
}

function joined<A>(
  backend: Backend<A>,
  runs: ReadonlyArray<Run>,
  outputs: ReadonlyArray<State<A>>,
): State<A> {
  const block = ({ first, end, stacked }: Run): State<A> => {
    if (stacked) return outputs[first] as State<A>;
    return backend.stack(end - first === outputs.length ? outputs : outputs.slice(first, end));
  };
  const [only] = runs;
  // A solution without rows still has the axis of time.
  if (only === undefined) return backend.sliceRows(backend.stack(outputs.slice(0, 1)), 1, 0, 0);
  if (runs.length > 1) return backend.concatenate(runs.map(block));
  // A new array in any case: outputs are released.
  return only.stacked ? backend.linearCombination(undefined, 1, [1], [block(only)]) : block(only);
}

/**
 * Cotangents of the stacked leaves (undefined: zero) as those of the entries, created in the open scope; undefined for
 * entries that the solution leaves out.
 *
 * @param shapes Shapes of the stacked leaves.
 */
export function unstackCotangents<A>(
  backend: Backend<A>,
  cotangents: ReadonlyArray<A | undefined>,
  shapes: ReadonlyArray<ReadonlyArray<number>>,
  entries: OutputEntries,
): ReadonlyArray<State<A> | undefined> {
  const { length, rows, count, skipsFirst } = entries;
  if (cotangents.every((cotangent) => cotangent === undefined))
    return new Array(length).fill(undefined);
  if (rows === undefined && !skipsFirst && !cotangents.includes(undefined))
    return backend.unstack(cotangents as State<A>, count);
  const total = skipsFirst ? count - 1 : count;
  const columns = cotangents.map((cotangent, leaf) =>
    cotangent === undefined
      ? zeroColumn(backend, (shapes[leaf] as ReadonlyArray<number>).slice(1), entries)
      : column(backend, cotangent, total, entries),
  );
  return Array.from({ length }, (_, i) =>
    skipsFirst && i === 0 ? undefined : columns.map((entry) => entry[i] as A),
  );
}

/** The entries of one leaf's cotangent. */
function column<A>(
  backend: Backend<A>,
  cotangent: A,
  total: number,
  entries: OutputEntries,
): ReadonlyArray<A> {
  const runs = runsOf(entries);
  const found: Array<A> = [];
  let from = 0;
  for (const { first, end, rows, stacked } of runs) {
    // Also if it is the whole, because the caller releases the entries, but not the cotangent.
    const slice = (): A => backend.sliceRows([cotangent], total, from, from + rows)[0] as A;
    if (stacked) found[first] = slice();
    else {
      const singles = backend.unstack([runs.length === 1 ? cotangent : slice()], rows);
      for (let i = first; i < end; i++) found[i] = singles[i - first]?.[0] as A;
    }
    from += rows;
  }
  return found;
}

/** Zeros for the entries of a leaf: one array for each size. */
function zeroColumn<A>(
  backend: Backend<A>,
  shape: ReadonlyArray<number>,
  { length, rows }: OutputEntries,
): ReadonlyArray<A> {
  const bySize = new Map<number | undefined, A>();
  const size = shape.reduce((a, b) => a * b, 1);
  return Array.from({ length }, (_, i) => {
    const n = rows?.[i];
    const zero =
      bySize.get(n) ??
      backend.fromHost(new Float64Array(size * (n ?? 1)), n === undefined ? shape : [n, ...shape]);
    bySize.set(n, zero);
    return zero;
  });
}
