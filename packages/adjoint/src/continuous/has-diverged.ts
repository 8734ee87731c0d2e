import type { Problem, ReadCounts, Reading, State } from "@symplectic-adjoint/core";
import { readScalars, scalarStates } from "@symplectic-adjoint/solver";

/** Relative deviation from the stored state beyond which the backward integration has diverged. */
const DIVERGED = 0.1;
/** Deviations up to this many absolute tolerances are ignored: near y = 0 the relative deviation is meaningless. */
const NEGLIGIBLE = 10;

/**
 * Whether y, integrated backward, deviates from the stored state by more than a tenth of the larger of the states at
 * the two ends of the interval, and by more than a few absolute tolerances.
 */
export function* hasDiverged<A>(
  { backend, y0, tolerances }: Pick<Problem<A>, "backend" | "y0" | "tolerances">,
  y: State<A>,
  expected: State<A>,
  counts?: ReadCounts,
): Reading<boolean, A> {
  const ends = [...expected, ...y0.slice(0, y.length)];
  const unit = { rtol: ends.map(() => 0), atol: ends.map(() => 1) };
  const finite = tolerances.atol.slice(0, y.length).filter(Number.isFinite);
  const negligible = NEGLIGIBLE * finite.reduce((a, b) => Math.max(a, b), Number.MIN_VALUE);
  let norms: ReadonlyArray<A | number> = [];
  backend.openScope();
  try {
    const difference = backend.linearCombination(y, -1, [1], [expected]);
    const gap = backend.errorNorm(difference, y, expected, unit);
    norms = [gap, backend.errorNorm(ends, ends, ends, unit)];
  } finally {
    backend.closeScope(norms.flatMap(scalarStates));
  }
  const [gap, size] = (yield* readScalars({ backend }, norms, counts)) as [number, number];
  return !(gap <= Math.max(DIVERGED * size, negligible));
}
