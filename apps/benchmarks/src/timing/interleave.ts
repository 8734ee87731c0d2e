/** Items in groups, nested to any depth. Items must not be arrays. */
export type Groups<T> = ReadonlyArray<T | Groups<T>>;

/** An item with its round. */
export interface Due<T> {
  readonly round: number;
  readonly item: T;
}

/**
 * All items in each of several rounds, in random order at every level: the groups in random order, within each its
 * groups or items, so that members of a group are adjacent. A temporary slowdown of the machine then affects the whole
 * group, and code shared by groups is compiled for all of them.
 */
export function* interleave<T>(groups: Groups<T>, rounds: number, seed = 1): Generator<Due<T>> {
  const random = randomNumbers(seed);
  for (let round = 0; round < rounds; round++)
    for (const item of inRandomOrder(groups, random)) yield { round, item };
}

function inRandomOrder<T>(groups: Groups<T>, random: () => number): ReadonlyArray<T> {
  return shuffled(groups, random).flatMap((each) =>
    Array.isArray(each) ? inRandomOrder(each as Groups<T>, random) : [each as T],
  );
}

function shuffled<T>(items: ReadonlyArray<T>, random: () => number): ReadonlyArray<T> {
  const order = items.slice();
  for (let i = order.length - 1; i > 0; i--) {
    const j = Math.floor(random() * (i + 1));
    [order[i], order[j]] = [order[j] as T, order[i] as T];
  }
  return order;
}

/** Numbers in [0, 1) by Marsaglia's xorshift. */
function randomNumbers(seed: number): () => number {
  let state = seed;
  return () => {
    state ^= state << 13;
    state ^= state >>> 17;
    state ^= state << 5;
    return (state >>> 0) / 2 ** 32;
  };
}
