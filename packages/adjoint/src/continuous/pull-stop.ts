import type {
  EventHandler,
  FoundEvent,
  FoundEventCotangents,
  State,
  StateFunction,
  Step,
  StepCut,
} from "@symplectic-adjoint/core";
import type { AdjointIntegration } from "./adjoint-integration.js";
import type { AdjointStop } from "./adjoint-stops.js";
import type { AdjointVariables } from "./adjoint-variables.js";
import type { OutputStates } from "./output-states.js";
import type { TimeRates } from "./time-rates.js";

/** What the stops of a backward integration work with. */
export interface StopContext<A> {
  readonly work: AdjointIntegration<A>;
  readonly variables: AdjointVariables<A>;
  readonly rates: TimeRates<A>;
  readonly states: OutputStates<A>;
  readonly cotangents: OutputStates<A>;
}

type Stop<K extends AdjointStop["kind"]> = AdjointStop & { readonly kind: K };

/**
 * Adds the cotangents of what depends on the state at a stop.
 *
 * @param y The state there, before the reset of an event.
 * @param isStart Whether the integration started here: nothing happened before.
 */
export function pullStop<A>(
  context: StopContext<A>,
  stop: AdjointStop,
  y: State<A>,
  isStart: boolean,
): void {
  const { backend } = context.work.problem;
  backend.openScope();
  try {
    if (stop.kind === "output") pullOutput(context, stop, y, isStart);
    else if (stop.kind === "event") pullEvent(context, stop);
    else pullJump(context, stop, y);
  } finally {
    backend.closeScope([]);
  }
}

/**
 * ȳ · f(t, y) is how the loss changes with the time of an output, of which only that output depends. Other ends of steps that
 * are outputs move as the grid does.
 */
function pullOutput<A>(
  context: StopContext<A>,
  { t, time, place }: Stop<"output">,
  y: State<A>,
  isStart: boolean,
): void {
  const { variables, rates } = context;
  const cotangent = context.cotangents.at(place);
  if (cotangent === undefined) return;
  const shares = rates.sharesOf(t, time);
  const { state, t: byTime } = throughSave(context, t, y, cotangent, shares.length > 0);
  variables.add(state);
  if (shares.length === 0) return;
  const rate = time === 0 ? 0 : rates.along(state, t, y, isStart ? "after" : "before");
  for (const { list, index, share } of shares) {
    rates.add(list, index, share, byTime);
    rates.add(list, index, share, rate);
  }
  // An output at the initial time is y0 + (t − t_0) f.
  if (isStart) rates.add("times", 0, -1, rate);
}

/**
 * −λ · f(t_0, y_0): how the loss changes with the initial time, if y0 stays the same.
 *
 * @param y0 The stored state: that of the problem may be freed by now.
 */
export function pullInitialTime<A>({ work, variables, rates }: StopContext<A>, y0: State<A>): void {
  if (rates.wanted.times !== true) return;
  const { backend, times } = work.problem;
  backend.openScope();
  try {
    rates.add("times", 0, -1, rates.along(variables.lambda, times[0] as number, y0, "after"));
  } finally {
    backend.closeScope([]);
  }
}

/** The state at a jump time τ changes with it by (f⁻ − f⁺) dτ. */
function pullJump<A>(
  { variables, rates }: StopContext<A>,
  { t, index }: Stop<"jump">,
  y: State<A>,
): void {
  rates.add("jumpT", index, 1, rates.along(variables.lambda, t, y, "before"));
  rates.add("jumpT", index, -1, rates.along(variables.lambda, t, y, "after"));
}

/** Pulls λ, if the integration continued from the event, and its own cotangents back through it. */
function pullEvent<A>(
  context: StopContext<A>,
  { t, index, outputs, continues }: Stop<"event">,
): void {
  const { work, variables, rates } = context;
  const { problem, wrt } = work;
  const { backend } = problem;
  const events = problem.events as EventHandler<A>;
  const given: FoundEventCotangents<A> = work.events[index] ?? {};
  const states = given.state === undefined ? [] : [given.state];
  const times: Array<A | number> = given.time === undefined ? [] : [given.time];
  const found = events.found[index] as FoundEvent<A>;
  for (const place of outputs) {
    const cotangent = context.cotangents.at(place);
    if (cotangent === undefined) continue;
    const { state, t: byTime } = throughSave(context, t, found.state, cotangent, true);
    states.push(state);
    times.push(byTime);
  }
  const { lambda } = variables;
  if (continues) {
    const next = continuedState(context, index);
    try {
      const rate = rates.along(lambda, t, next, "after");
      times.push(
        typeof rate === "number"
          ? -rate
          : (backend.linearCombination(undefined, -1, [1], [[rate]])[0] as A),
      );
    } finally {
      backend.release(next);
    }
  } else if (states.length === 0 && times.every((time) => time === 0)) return;
  const state = states.length < 2 ? states[0] : sumOf(context, states);
  const pulled = events.reverse(index, { next: continues ? lambda : undefined, state, times }, wrt);
  if (continues) variables.replaceLambda(() => pulled.state);
  else variables.add(pulled.state);
  if (wrt.length > 0) variables.addTheta(() => pulled.parameters);
}

/** The state with which the integration continued after an event. The caller must release it. */
export function continuedState<A>({ work }: StopContext<A>, index: number): State<A> {
  const { problem, forward } = work;
  const events = problem.events as EventHandler<A>;
  const { state, step } = events.found[index] as FoundEvent<A>;
  const { cut } = forward.steps.at(step) as Step;
  return events.continueFrom(cut as StepCut, state);
}

/** The cotangents of a state and of its time, from that of an output. */
function throughSave<A>(
  { work, variables }: StopContext<A>,
  t: number,
  y: State<A>,
  cotangent: State<A>,
  wantsTime: boolean,
): { readonly state: State<A>; readonly t: A | number } {
  const { problem, wrt } = work;
  if (problem.save === undefined) return { state: cotangent, t: 0 };
  const save: StateFunction<A> = problem.save;
  const pulled = save.pullback(t, y, cotangent, wrt, wantsTime);
  if (wrt.length > 0) variables.addTheta(() => pulled.parameters);
  return { state: pulled.y, t: pulled.t ?? 0 };
}

function sumOf<A>({ work }: StopContext<A>, states: ReadonlyArray<State<A>>): State<A> {
  const ones = states.map(() => 1);
  return work.problem.backend.linearCombination(undefined, 1, ones, states);
}
