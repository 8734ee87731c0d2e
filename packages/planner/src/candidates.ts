import { binomial, everyStep, online } from "@symplectic-adjoint/checkpoint";
import type { Candidate } from "./candidate.js";
import { mostCheckpoints, peakOf } from "./footprint.js";
import { inWindows } from "./in-windows.js";
import type { PlanRequest } from "./plan-request.js";

/** The candidates for a request. */
export interface Candidates {
  /** In order of preference: each finds the best that fits, or may return one that does not. */
  readonly inOrder: ReadonlyArray<() => Candidate | undefined>;
  /** Those that need least. */
  readonly smallest: ReadonlyArray<Candidate>;
}

/** The fewest checkpoints with which the schedules work: that of the initial state. */
const FEWEST = 1;

/** More than can be stored. */
const MOST = 2 ** 40;

/** The ways in which a request can be met. */
export function candidatesFor(request: PlanRequest): Candidates {
  const { steps, differentiates, window } = request;
  if (!differentiates || steps === 0) return inAnyCase(everyStepOf(request, 0));
  if (steps === undefined) return forUnknown(request);
  return window === "segment" ? forSegments(request, steps) : forSteps(request, steps);
}

/** A known number of steps, each reversed by itself. */
function forSteps(request: PlanRequest, steps: number): Candidates {
  const whole = everyStepOf(request, steps);
  const withStages = request.sizes.stages && { ...whole, contents: "stages" as const };
  const all = withStages === undefined ? [whole] : [withStages, whole];
  const some = (checkpoints: number) => binomialOf(request, checkpoints);
  return {
    inOrder: [...all.map((candidate) => () => candidate), () => mostOf(request, some, steps)],
    smallest: [...all, some(FEWEST)],
  };
}

/** A known number of steps, as many as possible on one tape. */
function forSegments(request: PlanRequest, steps: number): Candidates {
  const windows = windowLengths(steps).map(
    (window): Candidate => ({
      ...everyStepOf(request, Math.ceil(steps / window)),
      schedule: inWindows(window),
      window,
    }),
  );
  const some = (checkpoints: number) => binomialOf(request, checkpoints);
  return {
    inOrder: [
      () => windows.find((candidate) => fits(request, candidate)),
      () => mostOf(request, some, steps),
    ],
    smallest: [...windows, some(FEWEST)],
  };
}

/** An unknown number of steps. */
function forUnknown(request: PlanRequest): Candidates {
  const { mostSteps } = request;
  const some = (checkpoints: number): Candidate => ({
    ...everyStepOf(request, checkpoints),
    schedule: online({ checkpoints }),
    recomputes: true,
  });
  const all = everyStepOf(request, mostSteps);
  const most = () => mostOf(request, some, mostSteps);
  const segments = () => longestWindow(request, most());
  return {
    inOrder: request.window === "segment" ? [segments, () => all, most] : [() => all, most],
    smallest: [all, some(FEWEST)],
  };
}

function everyStepOf({ window }: PlanRequest, checkpoints: number): Candidate {
  return {
    schedule: everyStep,
    contents: "state",
    window: window === "evaluation" ? 0 : 1,
    checkpoints,
    recomputes: false,
  };
}

function binomialOf(request: PlanRequest, checkpoints: number): Candidate {
  const schedule = binomial({ checkpoints });
  return { ...everyStepOf(request, checkpoints), schedule, recomputes: true };
}

function inAnyCase(candidate: Candidate): Candidates {
  return { inOrder: [() => candidate], smallest: [candidate] };
}

/** With as many checkpoints as fit, at most one per step. */
function mostOf(
  request: PlanRequest,
  candidateOf: (checkpoints: number) => Candidate,
  steps: number,
): Candidate | undefined {
  const most = Math.min(steps, MOST, mostCheckpoints(request, candidateOf(FEWEST)));
  return most < FEWEST ? undefined : candidateOf(most);
}

/** All different lengths of tapes of a solve, the longest first. */
function windowLengths(steps: number): ReadonlyArray<number> {
  const lengths: Array<number> = [];
  for (let window = steps; window >= 1; ) {
    lengths.push(window);
    // The next number of windows, and the shortest that makes as many.
    const windows = Math.ceil(steps / window) + 1;
    window = windows > steps ? 0 : Math.min(window - 1, Math.ceil(steps / windows));
  }
  return lengths;
}

/** Half of what is left for checkpoints lengthens the tape. */
function longestWindow(request: PlanRequest, some: Candidate | undefined): Candidate | undefined {
  if (some?.checkpoints === undefined) return undefined;
  const checkpoints = Math.max(FEWEST, Math.ceil(some.checkpoints / 2));
  const base = online({ checkpoints });
  const windowed = (window: number): Candidate => ({
    ...some,
    schedule: inWindows(window, base),
    checkpoints,
    window,
  });
  let window = 1;
  let step = 1;
  while (2 * step <= request.mostSteps && fits(request, windowed(2 * step))) step *= 2;
  window = step;
  for (; step >= 1; step /= 2)
    if (window + step <= request.mostSteps && fits(request, windowed(window + step)))
      window += step;
  return windowed(window);
}

function fits(request: PlanRequest, candidate: Candidate): boolean {
  return peakOf(request, candidate) <= request.budget;
}
