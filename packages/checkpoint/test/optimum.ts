/** A table for `slots` from 1 and `steps` from 0: row by row. */
export type Costs = ReadonlyArray<ReadonlyArray<number>>;

/**
 * Griewank & Walther's t(l, s), by their recursion: the fewest steps to take when l steps are reversed one by one from a
 * stored state, with s checkpoints, that one included. The sweep to the last step is counted.
 */
export function revolveCosts(steps: number, slots: number): Costs {
  return table(steps, slots, (l, s, cost) => {
    // From the one checkpoint to each step.
    if (s === 1) return (l * (l - 1)) / 2;
    return least(l, (k) => k + cost(l - k, s - 1) + cost(k, s));
  });
}

/**
 * The same after a forward pass that computed all states and kept s of them, the initial one included: nothing has to be
 * taken again to get to a checkpoint.
 */
export function recomputationCosts(steps: number, slots: number, revolve: Costs): Costs {
  return table(steps, slots, (l, s, cost) => {
    const alone = revolve[s]?.[l] as number;
    if (s === 1) return alone;
    return Math.min(
      alone,
      least(l, (k) => (revolve[s]?.[k] as number) + cost(l - k, s - 1)),
    );
  });
}

const triangle: Array<ReadonlyArray<number>> = [[1]];

/** C(n, k), by Pascal's triangle. */
export function choose(n: number, k: number): number {
  for (let i = triangle.length; i <= n; i++) {
    const above = triangle[i - 1] as ReadonlyArray<number>;
    triangle.push([1, ...above.map((x, j) => x + (above[j + 1] ?? 0))]);
  }
  return triangle[n]?.[k] ?? 0;
}

function table(
  steps: number,
  slots: number,
  of: (l: number, s: number, cost: (l: number, s: number) => number) => number,
): Costs {
  const rows: Array<Array<number>> = [[]];
  for (let s = 1; s <= slots; s++) {
    const row = [0, 0];
    rows.push(row);
    for (let l = 2; l <= steps; l++) row.push(of(l, s, (k, r) => rows[r]?.[k] as number));
  }
  return rows;
}

function least(l: number, of: (k: number) => number): number {
  let best = Number.POSITIVE_INFINITY;
  for (let k = 1; k < l; k++) best = Math.min(best, of(k));
  return best;
}
