/** Sums values of a fixed number of indices. */
export interface TreeSum<T> {
  /** Adds the value of an index. A second value of the same index changes nothing. */
  add(index: number, value: T): void;
  /** The sum; undefined until every index has a value. */
  total(): T | undefined;
}

/**
 * Adds values in the order of a balanced binary tree over their indices: ((0 + 1) + (2 + 3)) + …. The order does not
 * depend on when the values arrive, so neither does the rounding. A node is added as soon as both its halves are there.
 *
 * @param merge Adds the second value to the first, and returns it.
 */
export function treeSum<T>(count: number, merge: (left: T, right: T) => T): TreeSum<T> {
  const nodes = new Map<string, T>();
  const seen = new Set<number>();

  /** Climbs from a node that has its value to the root, as far as siblings have theirs. */
  function climb(path: ReadonlyArray<readonly [number, number]>, value: T): void {
    let node = value;
    for (let depth = path.length - 1; depth > 0; depth--) {
      const [low, high] = path[depth] as readonly [number, number];
      const [start, end] = path[depth - 1] as readonly [number, number];
      const isLeft = low === start;
      const sibling = isLeft ? key(high, end) : key(start, low);
      const other = nodes.get(sibling);
      if (other === undefined) {
        nodes.set(key(low, high), node);
        return;
      }
      nodes.delete(sibling);
      node = isLeft ? merge(node, other) : merge(other, node);
    }
    nodes.set(key(0, count), node);
  }

  return {
    add(index, value) {
      if (seen.has(index)) return;
      seen.add(index);
      climb(pathTo(index, count), value);
    },
    total: () => (seen.size === count ? nodes.get(key(0, count)) : undefined),
  };
}

function key(low: number, high: number): string {
  return `${low}-${high}`;
}

/** The nodes from the root to an index, as ranges. */
function pathTo(index: number, count: number): Array<readonly [number, number]> {
  let [low, high] = [0, count];
  const path: Array<readonly [number, number]> = [[low, high]];
  while (high - low > 1) {
    const middle = low + Math.ceil((high - low) / 2);
    if (index < middle) high = middle;
    else low = middle;
    path.push([low, high]);
  }
  return path;
}
