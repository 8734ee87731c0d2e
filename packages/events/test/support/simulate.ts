import {
  type FoundEvent,
  type InterpolatedStep,
  isReading,
  type MaybeReading,
  type StateFunction,
  type StepCut,
} from "@symplectic-adjoint/core";
import { type EventHandlerOptions, eventHandler } from "@symplectic-adjoint/events";
import {
  type AccountingBackend,
  accountingBackend,
  accountingDynamics,
  type NumberArray,
  type TestStateFunction,
} from "@symplectic-adjoint/testing";

/** A solution that is known in closed form. */
export interface Motion {
  /** The state at t of the solution through (t0, y0). */
  flow(t0: number, y0: Float64Array, t: number): ReadonlyArray<number>;
  /** Its derivative. */
  slope(t: number, y: Float64Array): ReadonlyArray<number>;
}

export interface TestEvent {
  readonly condition: TestStateFunction<number>;
  readonly reset?: TestStateFunction<Float64Array>;
  readonly direction?: -1 | 0 | 1;
  readonly endsAt?: number;
  readonly probes?: number;
}

export interface Simulation {
  readonly motion: Motion;
  readonly events: ReadonlyArray<TestEvent>;
  readonly y0: ReadonlyArray<number>;
  /** Ends of the steps, the start first. After a cut, the steps continue to the next of these times. */
  readonly times: ReadonlyArray<number>;
  readonly parameters?: ReadonlyArray<number>;
  readonly options?: Partial<EventHandlerOptions<NumberArray>>;
}

/** A handler for test events on an accounting backend. */
export function handlerFor(
  backend: AccountingBackend,
  events: ReadonlyArray<TestEvent>,
  parameters: ReadonlyArray<number> = [],
  options: Partial<EventHandlerOptions<NumberArray>> = {},
) {
  const functions = events.flatMap(({ condition, reset }) =>
    reset ? [condition, reset] : [condition],
  );
  const still = { parameters: Float64Array.from(parameters), evaluate() {}, vjp() {} };
  const dynamics = accountingDynamics(backend, still, [], functions);
  backend.release(dynamics.parameters);
  const converted = [...(dynamics.functions ?? [])];
  const next = () => converted.shift() as StateFunction<NumberArray>;
  return eventHandler<NumberArray>({
    backend,
    events: events.map(({ condition, reset, direction = 0, endsAt, probes = 1 }, i) => ({
      name: `events[${i}]`,
      condition: condition && next(),
      ...(reset && { reset: next() }),
      direction,
      endsAt: endsAt ?? Number.POSITIVE_INFINITY,
      probes,
    })),
    ...options,
  });
}

/** Runs a reading; `rounds` counts those requests that were not announced before. */
export function drive<T>(
  backend: AccountingBackend,
  answer: MaybeReading<T, NumberArray>,
  counts = { rounds: 0, reads: 0 },
): T {
  if (!isReading(answer)) return answer;
  const announced = new Set<unknown>();
  let result = answer.next();
  while (result.done !== true) {
    const pause = result.value as { scalar: NumberArray | number; prefetch?: Array<unknown> };
    counts.reads++;
    if (!announced.has(pause.scalar)) counts.rounds++;
    for (const scalar of pause.prefetch ?? []) announced.add(scalar);
    result = answer.next(backend.readSync(pause.scalar));
  }
  return result.value;
}

/** A step of a motion. */
export function stepOf(
  backend: AccountingBackend,
  { flow, slope }: Motion,
  index: number,
  y: Float64Array,
  t: number,
  end: number,
): InterpolatedStep<NumberArray> & { close(): void } {
  const h = end - t;
  const at = (theta: number) => Float64Array.from(theta === 0 ? y : flow(t, y, t + theta * h));
  const before = [backend.array(y)];
  const after = [backend.array(at(1))];
  return {
    index,
    t,
    h,
    end,
    before,
    after,
    at: (theta) => [backend.array(at(theta))],
    slopeAt: (theta) => [backend.array(Float64Array.from(slope(t + theta * h, at(theta))))],
    close: () => backend.release([...before, ...after]),
  };
}

/** Walks along a motion as the loop of the solver does, and checks that nothing is leaked. */
export function simulate(simulation: Simulation) {
  const { motion, events, times, options } = simulation;
  const backend = accountingBackend();
  const handler = handlerFor(backend, events, simulation.parameters, options);
  const cuts: Array<StepCut> = [];
  const counts = { rounds: 0, reads: 0 };
  let y = Float64Array.from(simulation.y0);
  let t = times[0] as number;
  const start = [backend.array(y)];
  drive(backend, handler.begin(t, start));
  backend.release(start);
  let steps = 0;
  let ended = false;
  for (let n = 1; n < times.length && !ended; ) {
    const step = stepOf(backend, motion, steps++, y, t, times[n] as number);
    const cut = drive(backend, handler.accepted(step), counts);
    if (cut === undefined) {
      y = Float64Array.from(backend.toHostSync(step.after[0] as NumberArray));
      t = step.end;
      n++;
    } else {
      cuts.push(cut);
      ended = cut.ends;
      const state = step.at(cut.theta);
      const next = ended ? backend.retain(state) : handler.continueFrom(cut, state);
      y = Float64Array.from(backend.toHostSync(next[0] as NumberArray));
      t = cut.t;
      backend.release(state);
      backend.release(next);
      if (t === times[n]) n++;
    }
    step.close();
  }
  const found = handler.found.map((event: FoundEvent<NumberArray>) => ({
    ...event,
    state: [...backend.toHostSync(event.state[0] as NumberArray)],
  }));
  const live = backend.live();
  return { backend, handler, cuts, found, y: [...y], t, steps, counts, live };
}
