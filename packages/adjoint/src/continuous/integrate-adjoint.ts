import type { Backend, EventHandler, Gradients, Reading, State } from "@symplectic-adjoint/core";
import type { AdjointIntegration } from "./adjoint-integration.js";
import { type AdjointStop, adjointStops } from "./adjoint-stops.js";
import { AdjointVariables } from "./adjoint-variables.js";
import { integrateInterval } from "./integrate-interval.js";
import { outputStates, placesOf } from "./output-states.js";
import { continuedState, pullInitialTime, pullStop, type StopContext } from "./pull-stop.js";
import { timeRates } from "./time-rates.js";

/**
 * Integrates the adjoint equation from the last output to the first. At each output, the state is reset to the stored
 * one and the output's cotangent is added to λ; events change λ, too.
 *
 * @throws IntegrationError if an interval cannot be integrated, or the resulting state differs from the stored one.
 */
export function* integrateAdjoint<A>(work: AdjointIntegration<A>): Reading<Gradients<A>, A> {
  const { problem, wrt, times: wanted } = work;
  const { backend, dynamics, times } = problem;
  const t0 = times[0] as number;
  const parameters = wrt.map((i) => dynamics.parameters[i] as A);
  const rates = timeRates(problem, work.statistics.backward, wanted);
  const variables = new AdjointVariables(backend, problem.y0, parameters);
  const { stops, ...outputs } = stopsOf(work);
  const context: StopContext<A> = { work, variables, rates, ...outputs };
  /** The state at the stop that was reached last; retained. */
  let y: State<A> = [];
  try {
    for (let i = stops.length - 1; i >= 0; i--) {
      const stop = stops[i] as AdjointStop;
      const later = stops[i + 1];
      if (later !== undefined && later.t !== stop.t) {
        const start = [...y, ...variables.lambda, ...variables.theta];
        const end = yield* integrateTo(context, start, later.t, stop);
        variables.replace(end.lambda, end.theta);
        backend.release(y);
        y = end.y;
        if (stop.t === t0) pullInitialTime(context, storedState(context, stop) ?? y);
      }
      const stored = storedState(context, stop);
      if (stored !== undefined) {
        const kept = backend.retain(stored);
        backend.release(y);
        y = kept;
      }
      pullStop(context, stop, y, stop.t === t0);
    }
    return { ...copies(backend, variables), ...rates.finish() };
  } finally {
    variables.release();
    rates.release();
    backend.release(y);
    context.states.release();
    context.cotangents.release();
  }
}

/** All stops, and the states and cotangents of the outputs. */
function stopsOf<A>({ problem, forward, cotangents, times }: AdjointIntegration<A>) {
  const { backend, save, events } = problem;
  const { states, rows, outputTimes, steps } = forward;
  const places = placesOf(states.length, rows);
  const stops = adjointStops({
    problem,
    steps,
    outputTimes: outputTimes.slice(0, places.length),
    entries: places.map(({ entry }) => entry),
    found: events?.found ?? [],
    wantsJumps: times.jumpT === true,
  });
  // What is saved of states is not stacked.
  const singles = places.map((_, entry) => ({ entry, row: 0 }));
  return {
    stops,
    states: outputStates(backend, states, rows, places),
    cotangents:
      save === undefined
        ? outputStates(backend, cotangents, rows, places)
        : outputStates(backend, cotangents, undefined, singles),
  };
}

/** Integrates to an earlier stop, where the state is compared with what is known. */
function* integrateTo<A>(
  context: StopContext<A>,
  start: State<A>,
  from: number,
  stop: AdjointStop,
): ReturnType<typeof integrateInterval<A>> {
  const interval = [from, stop.t] as const;
  if (stop.kind !== "event" || !stop.continues)
    return yield* integrateInterval(context.work, start, interval, storedState(context, stop));
  const expected = continuedState(context, stop.index);
  try {
    return yield* integrateInterval(context.work, start, interval, expected);
  } finally {
    context.work.problem.backend.release(expected);
  }
}

/** The state at a stop, before the reset of an event, if it was stored; borrowed. */
function storedState<A>({ work, states }: StopContext<A>, stop: AdjointStop): State<A> | undefined {
  if (stop.kind === "output") return states.at(stop.place);
  if (stop.kind === "jump" || !(stop.continues || stop.outputs.length > 0)) return undefined;
  return (work.problem.events as EventHandler<A>).found[stop.index]?.state;
}

/** Copied into the open scope, because states returned by the loop are retained. */
function copies<A>(backend: Backend<A>, { lambda, theta }: AdjointVariables<A>): Gradients<A> {
  const copy = (state: State<A>): State<A> =>
    state.length === 0 ? state : backend.linearCombination(undefined, 1, [1], [state]);
  let made: ReadonlyArray<State<A>> = [];
  backend.openScope();
  try {
    const gradients = { y0: copy(lambda), parameters: copy(theta) };
    made = [gradients.y0, gradients.parameters];
    return gradients;
  } finally {
    backend.closeScope(made);
  }
}
