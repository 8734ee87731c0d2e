import {
  type Adjoint,
  type GradientComparison,
  GradientMismatchError,
  type GradientReport,
  GradientUnresolvedError,
  type GradientVerdict,
} from "@symplectic-adjoint/core";

/** @throws GradientMismatchError | GradientUnresolvedError unless all comparisons agree. */
export function requireAgreement(
  report: GradientReport,
  { exact }: Pick<Adjoint, "exact">,
  allowUnresolved: boolean,
): void {
  const wrong = worstOfEach(report, "differs");
  if (wrong[0] !== undefined) throw mismatch(report, wrong[0], wrong.slice(1), exact);
  const open = worstOfEach(report, "unresolved");
  if (open[0] !== undefined && !allowUnresolved) throw unresolved(report, open[0], open.slice(1));
}

/** The worst comparison of each argument with this verdict, in the order of the arguments. */
function worstOfEach(
  { comparisons }: GradientReport,
  verdict: GradientVerdict,
): Array<GradientComparison> {
  const worst = new Map<string, GradientComparison>();
  for (const comparison of comparisons) {
    if (comparison.verdict !== verdict) continue;
    const other = worst.get(comparison.argument);
    if (other === undefined || comparison.relativeError > other.relativeError) {
      worst.set(comparison.argument, comparison);
    }
  }
  return [...worst.values()];
}

function mismatch(
  report: GradientReport,
  first: GradientComparison,
  others: ReadonlyArray<GradientComparison>,
  exact: boolean,
): GradientMismatchError {
  const causes = exact
    ? "Check f for a hand-written gradient (tf.customGrad, tf.registerGradient, a vjp), and for operations that break the gradient (dataSync, casts to integers)."
    : "This adjoint is not exact: use symplecticAdjoint(), integrate the adjoint with tighter tolerances, or raise gradientTolerance.";
  return new GradientMismatchError(
    {
      argument: `The gradient of ${nameOf(first)}`,
      problem: `${describe(first)}${listed("; finite differences also contradict", others)}`,
      remedy: `${causes} All comparisons are in this error's report.`,
    },
    report,
  );
}

function describe({ gradient, difference, uncertainty }: GradientComparison): string {
  const found = `finite differences of the replayed solution give ${show(difference)} ± ${show(uncertainty)}`;
  if (!Number.isFinite(gradient)) return `is not finite, where ${found}`;
  if (gradient === 0) return `is zero, where ${found} along a random direction`;
  if (Math.abs(difference) <= uncertainty)
    return `is ${show(gradient)} along a random direction, where ${found}`;
  const factor = show(gradient / difference);
  return `is wrong by a factor of ${factor}: along a random direction it is ${show(gradient)}, and ${found}`;
}

function unresolved(
  report: GradientReport,
  first: GradientComparison,
  others: ReadonlyArray<GradientComparison>,
): GradientUnresolvedError {
  const { gradient, uncertainty } = first;
  const problem = !Number.isFinite(uncertainty)
    ? "cannot be checked: no difference converges, or the backend cannot perturb it"
    : `cannot be checked: along a random direction it is ${show(gradient)}, and differences are uncertain by ${show(uncertainty)}`;
  return new GradientUnresolvedError(
    {
      argument: `The gradient of ${nameOf(first)}`,
      problem: `${problem}${listed("; neither can those of", others)}`,
      remedy:
        "Use a point where the argument has more influence (another y0, a longer time, larger weights); check f for random numbers and for discontinuities and kinks at these values; or set allowUnresolved: true to get the report.",
    },
    report,
  );
}

const MOST = 5;

function listed(text: string, others: ReadonlyArray<GradientComparison>): string {
  if (others.length === 0) return "";
  const names = others.slice(0, MOST).map(nameOf).join(", ");
  return `${text} ${names}${others.length > MOST ? ` and ${others.length - MOST} more` : ""}`;
}

function nameOf({ argument, name }: GradientComparison): string {
  return name === undefined ? argument : `${argument} (named ${JSON.stringify(name)})`;
}

function show(value: number): string {
  return String(Number(value.toPrecision(4)));
}
