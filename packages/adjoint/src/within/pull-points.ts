import {
  type Interpolation,
  type PointCotangent,
  type State,
  UnsupportedGradientError,
} from "@symplectic-adjoint/core";
import type { PullContext, StepWork } from "./step-work.js";
import type { StepValues } from "./within-port.js";

/** The points of the dense output in a step that have cotangents. */
export type PointsOfSteps<A> = (n: number) => ReadonlyArray<PointCotangent<A>>;

const NONE: ReadonlyArray<never> = Object.freeze([]);

/** Points, ordered by steps. */
export function pointsOfSteps<A>(points: ReadonlyArray<PointCotangent<A>>): PointsOfSteps<A> {
  const bySteps = new Map<number, Array<PointCotangent<A>>>();
  for (const point of points) {
    const others = bySteps.get(point.step);
    if (others === undefined) bySteps.set(point.step, [point]);
    else others.push(point);
  }
  return (n) => bySteps.get(n) ?? NONE;
}

/** Collects the cotangents of the dense output within a step. */
export function pullPoints<A>(
  context: PullContext<A>,
  work: StepWork<A>,
  points: ReadonlyArray<PointCotangent<A>>,
): void {
  for (const point of points) {
    work.builder.add(point);
    if (work.timeSink !== undefined) movePoint(context, work, point);
  }
}

/** How the loss changes with the ends of the step, if the time of a point within it is fixed: see `moveOutput`. */
function movePoint<A>(
  { problem }: PullContext<A>,
  { step, values, timeSink }: StepWork<A>,
  { base, theta, weights, cotangent }: PointCotangent<A>,
): void {
  const { backend, method } = problem;
  const interpolation = method.interpolation as Interpolation;
  const slopes = (values as StepValues<A>).slopes as ReadonlyArray<State<A>>;
  const along = (direction: ReadonlyArray<number>) =>
    backend.dot(cotangent, backend.linearCombination(undefined, 1, direction, slopes));
  if (base === 1) {
    timeSink?.add(theta - 1, -theta, along(interpolation.derivatives(theta)));
    return;
  }
  if (interpolation.secondDerivatives === undefined) throw withoutSecond();
  const { h } = step;
  timeSink?.add((theta - 1) / h, -theta / h, along(interpolation.secondDerivatives(theta)));
  // The method takes the weights for constants, but those of a derivative are inversely proportional to h.
  timeSink?.add(1, -1, along(weights));
}

function withoutSecond(): UnsupportedGradientError {
  return new UnsupportedGradientError({
    argument: "derivative",
    problem:
      "of a solution cannot be differentiated together with times or through resets: the method's dense output has no second derivatives",
    remedy:
      "Omit the gradients for times, or add secondDerivatives to the interpolation of the method.",
  });
}
