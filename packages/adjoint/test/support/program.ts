import type {
  ButcherTableau,
  Problem,
  StateFunction,
  StepSizeController,
} from "@symplectic-adjoint/core";
import { eventHandler } from "@symplectic-adjoint/events";
import { explicitRungeKutta } from "@symplectic-adjoint/runge-kutta";
import {
  accountingBackend,
  fixedSteps,
  type NumberArray,
  smallTableaux,
  splitDynamics,
} from "@symplectic-adjoint/testing";
import { crossing, kick, saved, twisted } from "./twisted.js";

/** An event where y_0 + p_1 t / 10 crosses a level. */
export interface LevelEvent {
  readonly level: number;
  readonly kicks?: boolean;
  readonly ends?: boolean;
}

/** A dense output whose state or derivative the loss depends on: a step, and a place within it. */
export interface Place {
  readonly step: number;
  readonly theta: number;
  readonly isDerivative?: boolean;
}

/** A solve of the twisted system, and what the loss depends on. */
export interface Program {
  readonly tableau?: ButcherTableau;
  readonly controller?: StepSizeController;
  readonly tolerance?: number;
  readonly times: ReadonlyArray<number>;
  readonly stepT?: ReadonlyArray<number>;
  readonly jumpT?: ReadonlyArray<number>;
  readonly interpolates?: boolean;
  readonly saves?: boolean;
  readonly savesSteps?: boolean;
  readonly events?: ReadonlyArray<LevelEvent>;
  readonly places?: ReadonlyArray<Place>;
  /** Outputs without a cotangent. */
  readonly without?: ReadonlyArray<number>;
  readonly stopsAt?: number;
  /** Whether gradients for times are requested. Default true. */
  readonly wantsTimes?: boolean;
  /** Called before each use of f and of the other functions. */
  readonly onUse?: () => void;
}

/** A gradient, as numbers. */
export interface NumberGradient {
  readonly y0: ReadonlyArray<number>;
  readonly parameters: ReadonlyArray<number>;
  readonly times: ReadonlyArray<number>;
  readonly stepT: ReadonlyArray<number>;
  readonly jumpT: ReadonlyArray<number>;
}

/** The weight in the loss of a number in the outputs. */
export const weightOf = (index: number, row: number, d: number): number =>
  Math.sin(1.3 * index + 0.7 * row + 2.1 * d + 1);

/** The weight in the loss of a number of an event: its state, and after that its time. */
export const eventWeight = (index: number, d: number): number => Math.cos(1.7 * index + 0.9 * d);

/** Sets a program up on a backend that counts its arrays. */
export function setUp(program: Program) {
  const {
    tableau = smallTableaux.dopri5,
    controller = fixedSteps(0.3),
    tolerance = 1e-3,
    times,
    stepT = [],
    jumpT = [],
    interpolates,
    saves = false,
    savesSteps,
    events = [],
    places = [],
    stopsAt,
    wantsTimes = true,
    onUse,
  } = program;
  const books = accountingBackend();
  // Scalars as arrays, to see that they are neither freed too early nor forgotten.
  const backend = {
    ...books,
    dot: (...states: Parameters<typeof books.dot>) => books.array([books.dot(...states) as number]),
  };
  const real = watched(twisted(jumpT).real, onUse);
  const functions = [
    saved.real,
    ...events.flatMap(({ level, kicks }) => [crossing(level), ...(kicks ? [kick] : [])]),
  ].map((func) => watched(func, onUse));
  const dynamics = splitDynamics(backend, real, { state: [1, 1], parameters: [1, 2] }, functions);
  const [save, ...rest] = dynamics.functions as ReadonlyArray<StateFunction<NumberArray>>;
  const handler =
    events.length === 0
      ? undefined
      : eventHandler({
          backend,
          events: events.map(({ kicks, ends }, i) => ({
            name: `events[${i}]`,
            condition: rest.shift() as StateFunction<NumberArray>,
            reset: kicks ? rest.shift() : undefined,
            direction: 0,
            endsAt: ends ? 1 : Number.POSITIVE_INFINITY,
            probes: 1,
          })),
        });
  const y0 = [backend.array([real.y0[0] as number]), backend.array([real.y0[1] as number])];
  let taken = 0;
  const problem: Problem<NumberArray> = {
    backend,
    dynamics,
    y0,
    times,
    method: explicitRungeKutta(tableau),
    controller,
    tolerances: { rtol: [tolerance, tolerance], atol: [tolerance, tolerance] },
    stepT,
    jumpT,
    maxNumSteps: 1000,
    readsScalars: true,
    interpolates,
    savesSteps,
    save: saves ? save : undefined,
    keepsDense: places.length > 0,
    differentiatesTimes: wantsTimes,
    events: handler,
    onStep: ({ accepted }) => (accepted && ++taken === stopsAt ? "stop" : undefined),
  };
  return { backend, problem, handler };
}

/** A program on its backend. */
export type Fixture = ReturnType<typeof setUp>;

/** Functions that call `use` first. */
function watched<F extends object>(functions: F, use: (() => void) | undefined): F {
  if (use === undefined) return functions;
  const entries = Object.entries(functions).map(([name, value]) => [
    name,
    typeof value !== "function"
      ? value
      : (...args: ReadonlyArray<unknown>) => {
          use();
          return value(...args);
        },
  ]);
  return Object.fromEntries(entries);
}
