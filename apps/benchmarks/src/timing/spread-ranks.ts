/**
 * Numbers the rounds 0 … n − 1 so that those with numbers below any m are spread over all of them: by the bits of their
 * index, reversed. All rounds of a case with fewer rounds are then also rounds of the others.
 */
export function spreadRanks(rounds: number): ReadonlyArray<number> {
  const bits = Math.ceil(Math.log2(Math.max(2, rounds)));
  const order = Array.from({ length: rounds }, (_, round) => round).sort(
    (a, b) => reversed(a, bits) - reversed(b, bits),
  );
  const ranks = new Array<number>(rounds);
  for (const [rank, round] of order.entries()) ranks[round] = rank;
  return ranks;
}

function reversed(value: number, bits: number): number {
  let result = 0;
  for (let bit = 0; bit < bits; bit++) result = result * 2 + ((value >> bit) & 1);
  return result;
}
