/** Lists of states at 0, dt, 2 dt, … */
export interface Trajectories {
  readonly training: ReadonlyArray<ReadonlyArray<Float64Array>>;
  /** To test on; their first one is predicted from its first state. */
  readonly test: ReadonlyArray<ReadonlyArray<Float64Array>>;
}

/** A state, and the change in the following time dt. */
export interface Pair {
  readonly u: Float64Array;
  readonly change: Float64Array;
}

/** The pair of a place in the list of all pairs of neighbouring states. */
export function pairAt(
  trajectories: ReadonlyArray<ReadonlyArray<Float64Array>>,
  place: number,
): Pair {
  const steps = (trajectories[0]?.length ?? 1) - 1;
  const states = trajectories[Math.floor(place / steps)] as ReadonlyArray<Float64Array>;
  const u = states[place % steps] as Float64Array;
  const next = states[(place % steps) + 1] as Float64Array;
  return { u, change: next.map((x, j) => x - (u[j] as number)) };
}

/** The number of pairs. */
export function pairsOf(trajectories: ReadonlyArray<ReadonlyArray<Float64Array>>): number {
  return trajectories.reduce((sum, states) => sum + states.length - 1, 0);
}
