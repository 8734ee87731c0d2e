import {
  type Backend,
  type EventHandler,
  type FoundEvent,
  type Interpolation,
  type Method,
  type PullbackRequest,
  type State,
  type StepCut,
  UnsupportedGradientError,
} from "@symplectic-adjoint/core";
import type { ReverseContext } from "../checkpointed/reverse-steps.js";
import { pullSaved } from "./pull-saved.js";
import type { PullContext, StepWork } from "./step-work.js";

/** An event of a step that has cotangents, or may have. */
export interface EventOfStep<A> {
  /** Its index among those that were found. */
  readonly index: number;
  readonly found: FoundEvent<A>;
  /** The cotangents of its time and state. */
  readonly time: A | number | undefined;
  readonly state: State<A> | undefined;
}

/** The events of a step. */
export type EventsOfSteps<A> = (n: number) => ReadonlyArray<EventOfStep<A>>;

const NONE: ReadonlyArray<never> = Object.freeze([]);

/** The events that have cotangents, and those that have cut a step, ordered by steps. */
export function eventsOfSteps<A>(
  { problem, steps }: Pick<ReverseContext<A>, "problem" | "steps">,
  { events: given = [] }: PullbackRequest<A>,
): EventsOfSteps<A> {
  const { events } = problem;
  if (events === undefined) return () => NONE;
  const bySteps = new Map<number, Array<EventOfStep<A>>>();
  events.found.forEach((found, index) => {
    const { cut } = steps.at(found.step) ?? {};
    if (cut?.found === index && !cut.ends && problem.method.memory)
      throw withMemory(problem.method);
    const { time, state } = given[index] ?? {};
    if (time === undefined && state === undefined && cut?.found !== index) return;
    const others = bySteps.get(found.step) ?? [];
    others.push({ index, found, time, state });
    bySteps.set(found.step, others);
  });
  return (n) => bySteps.get(n) ?? NONE;
}

/** How the loss changes with the time at which the memory begins is not known. */
function withMemory({ name }: Method): UnsupportedGradientError {
  return new UnsupportedGradientError({
    argument: "events",
    problem: `with a reset cannot be differentiated with the method ${name}, which has a memory from step to step`,
    remedy: "Use an explicit Runge-Kutta method.",
  });
}

/**
 * Pulls the cotangents of events back to the interpolated states at which they were found. That of the state with which
 * the integration continued, and ∂L/∂start of the step that began there, go through the event too.
 */
export function pullEvents<A>(
  context: PullContext<A>,
  work: StepWork<A>,
  events: ReadonlyArray<EventOfStep<A>>,
  next: State<A> | undefined,
): void {
  for (const event of events) pullEvent(context, work, event, next);
}

function pullEvent<A>(
  context: PullContext<A>,
  work: StepWork<A>,
  { index, found, time, state }: EventOfStep<A>,
  next: State<A> | undefined,
): void {
  const { problem, wrt, sink, ledger } = context;
  const { backend, method } = problem;
  const { n, step, timeSink, builder, end, made } = work;
  const states = state === undefined ? [] : [state];
  const times: Array<A | number> = time === undefined ? [] : [time];
  const cut = step.cut?.found === index ? step.cut : undefined;
  if (cut !== undefined) {
    pullOutputsAt(context, cut, found, states, times);
    if (!cut.ends) times.push(ledger.startOf(n + 1));
  }
  const continued = cut === undefined ? undefined : next;
  if (continued === undefined && states.length === 0 && times.every((each) => each === 0)) return;
  const pulled = (problem.events as EventHandler<A>).reverse(
    index,
    { next: continued, state: sumOf(backend, states), times },
    wrt,
  );
  sink.addParameters(pulled.parameters);
  timeSink?.add(1 - found.theta, found.theta, pulled.time);
  if (found.theta === 1) {
    end.push(pulled.state);
    made.push(pulled.state);
    return;
  }
  const weights = (method.interpolation as Interpolation).weights(found.theta);
  builder.add({ base: 1, weights, cotangent: pulled.state });
}

function sumOf<A>(backend: Backend<A>, terms: ReadonlyArray<State<A>>): State<A> | undefined {
  if (terms.length < 2) return terms[0];
  const ones = terms.map(() => 1);
  return backend.linearCombination(undefined, 1, ones, terms);
}

/** Adds the cotangents of the outputs that are the state at an event, which move with it. */
function pullOutputsAt<A>(
  context: PullContext<A>,
  { outputs }: StepCut,
  { t, state }: FoundEvent<A>,
  states: Array<State<A>>,
  times: Array<A | number>,
): void {
  const { problem, cotangents } = context;
  for (const index of outputs) {
    const cotangent = cotangents[index];
    if (cotangent === undefined) continue;
    if (problem.save === undefined) {
      states.push(cotangent);
      continue;
    }
    const pulled = pullSaved(context, t, state, cotangent, true);
    states.push(pulled.y);
    times.push(pulled.t);
  }
}
