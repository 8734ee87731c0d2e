/** A part of the training: how long, over which stretches, and how fast. */
export interface Phase {
  readonly iterations: number;
  /** Length of the stretches that are fitted. */
  readonly years: number;
  /** Adam's rate, falling geometrically from the first to the last iteration. */
  readonly firstRate: number;
  readonly lastRate: number;
}

/**
 * A quarter of the iterations on all stretches of four years side by side, which are cheap and which no bad start can
 * derail: they find the field. Then the whole record, which makes the two cycles one trajectory.
 */
export function phasesOf(iterations: number, allYears: number): ReadonlyArray<Phase> {
  const warmUp = Math.floor(iterations / 4);
  return [
    { iterations: warmUp, years: 4, firstRate: 0.02, lastRate: 0.005 },
    { iterations: iterations - warmUp, years: allYears, firstRate: 0.003, lastRate: 0.0005 },
  ];
}
