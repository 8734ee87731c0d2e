import type { PullbackRequest, Reading, State, Structure, Tree } from "@symplectic-adjoint/core";
import { type TimesName, timesNames } from "../options/read-times.js";
import { requireLike } from "./check-like.js";
import { checkPullbackOptions } from "./check-pullback-options.js";
import { eventCotangents } from "./event-arrays.js";
import { requestOf } from "./join-solution.js";
import { unstackCotangents } from "./output-entries.js";
import { joinAndRelease, timesGradients } from "./scalars.js";
import type { PullbackOptions, SolutionGradients } from "./solution.js";
import { noEventsError, noTimesError } from "./solution-errors.js";
import type { SolvedProblem } from "./solved-problem.js";

type Options<A> = PullbackOptions<A, Tree<A>>;

const NOTHING: PullbackRequest<never> = Object.freeze({});

/** From cotangents of the arrays of a solution, undefined for zero, to gradients. */
export function* pullSolution<A>(
  solved: SolvedProblem<A>,
  cotangents: Tree<A> | undefined,
  options: Options<A>,
): Reading<SolutionGradients<A, Tree<A>>, A> {
  solved.checkDifferentiable("pullback");
  checkPullbackOptions(options);
  const { problem, structure } = solved.prepared;
  const { backend, dynamics, save } = problem;
  const { ys, entries } = solved.arrays;
  const { times, dense, events } = options;
  let rows: ReadonlyArray<State<A> | undefined> = [];
  let request: PullbackRequest<A> = NOTHING;
  backend.openScope();
  try {
    // Left out only where something else depends on the solution.
    const isZero = cotangents === undefined && (dense ?? events) !== undefined;
    const leaves = isZero
      ? ys.map(() => undefined)
      : requireLike(backend, cotangents as Tree<A>, ys, save?.structure ?? structure, "cotangents");
    if (times === true || (dense ?? events) !== undefined) request = requestFor(solved, options);
    const shapes = ys.map((leaf) => backend.shape(leaf));
    rows = unstackCotangents(backend, leaves, shapes, entries);
  } finally {
    backend.closeScope(created(rows, request));
  }
  try {
    const wrt = dynamics.parameters.map((_, i) => i);
    const gradients = yield* solved.pass.pullback(rows, wrt, request);
    const parameters = solved.shown(gradients.parameters);
    const found = { y0: solved.stateTree(gradients.y0), parameters };
    if (times !== true) return found;
    const joined = timedOf(solved).map((name) => {
      return [name, ...solved.shown([joinAndRelease(backend, timesGradients(gradients, name))])];
    });
    return { ...found, ...Object.fromEntries(joined) };
  } finally {
    for (const state of created(rows, request)) backend.release(state);
  }
}

/** The names of the times that were given as arrays. */
function timedOf<A>({ prepared }: SolvedProblem<A>): ReadonlyArray<TimesName> {
  return timesNames.filter((name) => prepared.times[name] !== undefined);
}

/** The states made for a pullback. */
function created<A>(
  rows: ReadonlyArray<State<A> | undefined>,
  { points, events }: PullbackRequest<A>,
): ReadonlyArray<State<A>> {
  const states = rows.filter((row) => row !== undefined);
  for (const { cotangent } of points ?? []) states.push(cotangent);
  for (const event of events ?? []) {
    if (event?.state !== undefined) states.push(event.state);
    if (event?.time !== undefined && typeof event.time !== "number") states.push([event.time]);
  }
  return states;
}

/** What the strategy is asked for besides the usual, created in the open scope. */
function requestFor<A>(
  solved: SolvedProblem<A>,
  { times, dense, events }: Options<A>,
): PullbackRequest<A> {
  const wantsTimes = times === true;
  const timed = wantsTimes ? timedOf(solved) : [];
  if (wantsTimes && timed.length === 0) throw noTimesError();
  return {
    times: wantsTimes ? requestOf(timed) : undefined,
    points: dense && solved.evaluator.points(dense, wantsTimes),
    events: events && cotangentsOfEvents(solved, events),
  };
}

function cotangentsOfEvents<A>(
  { prepared, arrays }: SolvedProblem<A>,
  given: NonNullable<Options<A>["events"]>,
): PullbackRequest<A>["events"] {
  const { events } = arrays;
  if (events === undefined) throw noEventsError();
  const { problem, structure } = prepared;
  const { backend, y0 } = problem;
  const like = <T>(value: Tree<A> | undefined, leaves: State<A>, shape: Structure, none: T) =>
    value === undefined ? none : requireLike(backend, value, leaves, shape, "events");
  const [time] = like(given.times, [events.times], { kind: "leaf" }, [undefined]);
  const states = like(
    given.states,
    events.states,
    structure,
    y0.map(() => undefined),
  );
  return eventCotangents(backend, [time, ...states], events, y0);
}
