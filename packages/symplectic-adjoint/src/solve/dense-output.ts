import {
  type Backend,
  type DenseStep,
  type Interpolation,
  InvalidTimesError,
  type PointCotangent,
  type Problem,
  type State,
  type Step,
} from "@symplectic-adjoint/core";

/** What is evaluated: the state, or its derivative with respect to time. */
export type DenseQuantity = "state" | "derivative";

/** Consecutive times within one step. */
interface Group {
  readonly step: number;
  readonly thetas: ReadonlyArray<number>;
}

/** The dense output of a solution. */
export interface DenseOutput<A> {
  /** The interpolated states, or derivatives, at these times, as rows. The open scope owns them. */
  rows(times: ArrayLike<number>, quantity: DenseQuantity): State<A>;
  /**
   * From cotangents of these rows to those of points within the steps. The open scope owns them.
   *
   * @param movesSteps Whether gradients for times are requested too, for which every point counts by itself.
   */
  pullback(
    times: ArrayLike<number>,
    quantity: DenseQuantity,
    cotangents: State<A>,
    movesSteps: boolean,
  ): ReadonlyArray<PointCotangent<A>>;
}

/** Dense output of the accepted steps of a problem, at least one. */
export function denseOutput<A>(
  { backend, method, times }: Pick<Problem<A>, "backend" | "method" | "times" | "y0">,
  steps: ReadonlyArray<Step>,
  dense: ReadonlyArray<DenseStep<A>>,
): DenseOutput<A> {
  // A method without interpolation is refused together with `dense`.
  const interpolation = method.interpolation as Interpolation;
  const weightsOf = (theta: number, quantity: DenseQuantity): ReadonlyArray<number> =>
    quantity === "state" ? interpolation.weights(theta) : interpolation.derivatives(theta);
  const groupsOf = (given: ArrayLike<number>): ReadonlyArray<Group> =>
    group(Array.from(given, (t) => locate(steps, times[0] as number, t)));
  return {
    rows(given, quantity) {
      const blocks = groupsOf(given).map(({ step, thetas }) => {
        const { start, slopes } = dense[step] as DenseStep<A>;
        const { h } = steps[step] as Step;
        const weights = thetas.map((theta) => weightsOf(theta, quantity));
        return quantity === "state"
          ? backend.combineRows(start, h, weights, slopes)
          : backend.combineRows(undefined, 1, weights, slopes);
      });
      return blocks.length === 1 ? (blocks[0] as State<A>) : backend.concatenate(blocks);
    },
    pullback(given, quantity, cotangents, movesSteps) {
      let from = 0;
      return groupsOf(given).flatMap(({ step, thetas }) => {
        const rows = backend.sliceRows(cotangents, given.length, from, from + thetas.length);
        from += thetas.length;
        const { h } = steps[step] as Step;
        // A derivative has no factor of h.
        const [base, scale] = quantity === "state" ? ([1, 1] as const) : ([0, 1 / h] as const);
        const places = thetas.map((theta) => ({
          ...{ step, theta, base },
          weights: weightsOf(theta, quantity).map((w) => w * scale),
        }));
        // The start of a step that begins at an event moves with it.
        const moves = movesSteps || steps[step - 1]?.cut !== undefined;
        return moves || places.length === 1
          ? separatePoints(backend, places, rows)
          : summedPoints(backend, places, rows);
      });
    },
  };
}

type Place = Omit<PointCotangent<never>, "cotangent">;

function separatePoints<A>(
  backend: Backend<A>,
  places: ReadonlyArray<Place>,
  rows: State<A>,
): ReadonlyArray<PointCotangent<A>> {
  const cotangents = backend.unstack(rows, places.length);
  return places.map((place, i) => ({ ...place, cotangent: cotangents[i] as State<A> }));
}

/** The cotangents of places within one step, summed by what they are multiplied with: not one for each time. */
function summedPoints<A>(
  backend: Backend<A>,
  places: ReadonlyArray<Place>,
  rows: State<A>,
): ReadonlyArray<PointCotangent<A>> {
  const [{ step, theta, base, weights }] = places as [Place];
  const slopes = weights.map((_, j) => j);
  const used = slopes.filter((j) => places.some((place) => place.weights[j] !== 0));
  const sums = backend.sumRows(rows, [
    places.map(() => base),
    ...used.map((j) => places.map((place) => place.weights[j] as number)),
  ]);
  const unit = (j: number | undefined) => slopes.map((i) => (i === j ? 1 : 0));
  const all = used.map((j, n) => ({
    ...{ step, theta, base: 0 as const, weights: unit(j) },
    cotangent: sums[n + 1] as State<A>,
  }));
  if (base === 0) return all;
  return [{ step, theta, base, weights: unit(undefined), cotangent: sums[0] as State<A> }, ...all];
}

function group(places: ReadonlyArray<{ readonly step: number; readonly theta: number }>) {
  const groups: Array<{ step: number; thetas: Array<number> }> = [];
  for (const { step, theta } of places) {
    const last = groups[groups.length - 1];
    if (last?.step === step) last.thetas.push(theta);
    else groups.push({ step, thetas: [theta] });
  }
  return groups;
}

/** Rounding of a time to single precision, the type of tensors. */
const ROUNDING = 2 ** -22;

/** The step that contains a time, and the place within it. The end of a step that was left belongs to it. */
function locate(
  steps: ReadonlyArray<Step>,
  t0: number,
  t: number,
): { readonly step: number; readonly theta: number } {
  const end = endOf(steps[steps.length - 1] as Step);
  const direction = end < t0 ? -1 : 1;
  const slack = ROUNDING * Math.max(Math.abs(t0), Math.abs(end));
  if (!((t - t0) * direction >= -slack && (end - t) * direction >= -slack))
    throw outside(t, t0, end);
  // The first step that does not end before t.
  let [low, high] = [0, steps.length - 1];
  while (low < high) {
    const middle = (low + high) >> 1;
    const before = (t - endOf(steps[middle] as Step)) * direction > 0;
    if (before) low = middle + 1;
    else high = middle;
  }
  // The end of a step is the start of the next one, whose state is known exactly.
  const step = steps[low] as Step;
  if (t === step.end && step.cut === undefined && low < steps.length - 1)
    return { step: low + 1, theta: 0 };
  return { step: low, theta: placeOf(step, t) };
}

function placeOf(step: Step, t: number): number {
  const most = step.cut?.theta ?? 1;
  if (t === endOf(step)) return most;
  return Math.min(most, Math.max(0, (t - step.t) / step.h));
}

/** The time at which the integration left a step. */
function endOf({ cut, end }: Step): number {
  return cut === undefined ? end : cut.t;
}

function outside(t: number, t0: number, end: number): InvalidTimesError {
  return new InvalidTimesError({
    argument: "t",
    value: t,
    problem: `is not between ${t0} and ${end}, where the solution is known`,
    remedy: "Solve for a longer time, or evaluate within the span.",
  });
}
