/** A phase of the training: its iterations, window length and learning rate. */
export interface Phase {
  readonly iterations: number;
  /** Length of the windows that are fitted. */
  readonly years: number;
  /** Adam's learning rate, decreasing geometrically from the first to the last iteration. */
  readonly firstRate: number;
  readonly lastRate: number;
}

/**
 * A quarter of the iterations fit all windows of four years as one batch, which is cheap and robust against a bad
 * initialisation: this finds the vector field. The rest fit the whole record, so that both cycles become one
 * trajectory.
 */
export function phasesOf(iterations: number, allYears: number): ReadonlyArray<Phase> {
  const warmUp = Math.floor(iterations / 4);
  return [
    { iterations: warmUp, years: 4, firstRate: 0.02, lastRate: 0.005 },
    { iterations: iterations - warmUp, years: allYears, firstRate: 0.003, lastRate: 0.0005 },
  ];
}
