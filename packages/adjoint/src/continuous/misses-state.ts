import type { Problem, ReadCounts, Reading, State } from "@symplectic-adjoint/core";
import { readScalars, scalarStates } from "@symplectic-adjoint/solver";

/** A state integrated backward that misses the stored one by more than this, relatively, says nothing any more. */
const DIVERGED = 0.1;
/** A gap of so many absolute tolerances is none: where y passes through zero no other is small. */
const NEGLIGIBLE = 10;

/**
 * Whether y, integrated backward, is off the stored state by more than a tenth of the larger of the states between which
 * it was integrated, and by more than a few absolute tolerances.
 */
export function* missesState<A>(
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
