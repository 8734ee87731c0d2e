import type {
  Adjoint,
  ButcherTableau,
  ForwardPass,
  Gradients,
  PointCotangent,
  Problem,
  PullbackRequest,
  State,
  StateFunction,
  StepSizeController,
} from "@symplectic-adjoint/core";
import { eventHandler } from "@symplectic-adjoint/events";
import { explicitRungeKutta } from "@symplectic-adjoint/runge-kutta";
import { runSync } from "@symplectic-adjoint/solver";
import {
  accountingBackend,
  type Complex,
  complex,
  complexReplay,
  fixedSteps,
  type NumberArray,
  smallTableaux,
  splitDynamics,
} from "@symplectic-adjoint/testing";
import { complexCrossing, crossing, kick, perturbed, saved, TINY, twisted } from "./twisted.js";

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

type Pass = ForwardPass<NumberArray>;

/** The weight in the loss of a number in the outputs. */
const weightOf = (index: number, row: number, d: number) =>
  Math.sin(1.3 * index + 0.7 * row + 2.1 * d + 1);
const eventWeight = (index: number, d: number) => Math.cos(1.7 * index + 0.9 * d);

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

type Fixture = ReturnType<typeof setUp>;

/** The cotangents of a program's loss: those of the outputs, and the rest. */
function cotangentsOf(program: Program, { backend, problem, handler }: Fixture, pass: Pass) {
  const { places = [], without = [], wantsTimes = true } = program;
  const rowsOf = (index: number) => pass.rows?.[index] ?? 1;
  const outputs = pass.outputs.map((state, index) => {
    if (without.includes(index)) return undefined;
    let column = 0;
    return state.map((leaf) => {
      const width = leaf.values.length / rowsOf(index);
      const values = leaf.values.map((_, i) =>
        weightOf(index, Math.floor(i / width), column + (i % width)),
      );
      column += width;
      return backend.array(values);
    });
  });
  const interpolation = problem.method.interpolation as NonNullable<
    typeof problem.method.interpolation
  >;
  const points = places.map(({ step, theta, isDerivative = false }, i) => {
    const { h } = pass.steps[step] as { h: number };
    const weights = isDerivative
      ? interpolation.derivatives(theta).map((w) => w / h)
      : interpolation.weights(theta);
    const cotangent = [0, 1].map((d) => backend.array([weightOf(50 + i, 0, d)]));
    const base = isDerivative ? 0 : 1;
    return { step, theta, base, weights, cotangent } satisfies PointCotangent<NumberArray>;
  });
  const events = handler?.found.map((_, i) => ({
    // As an array and as a number.
    time: i % 2 === 0 ? eventWeight(i, 2) : backend.array([eventWeight(i, 2)]),
    state: [0, 1].map((d) => backend.array([eventWeight(i, d)])),
  }));
  const request: PullbackRequest<NumberArray> = {
    points,
    ...(events && { events }),
    ...(wantsTimes && { times: { times: true, stepT: true, jumpT: true } }),
  };
  return { outputs, request };
}

/** The gradient of a program's loss by a strategy, and what it needed. */
export function gradientBy(adjoint: Adjoint, program: Program) {
  const fixture = setUp(program);
  const { backend, problem, handler } = fixture;
  const before = backend.live();
  const pass = runSync(adjoint.solve(problem, "once"), backend);
  const { outputs, request } = cotangentsOf(program, fixture, pass);
  const gradients = runSync(pass.pullback(outputs, [0, 1], request), backend);
  const gradient = numbersOf(gradients);
  release(backend, gradients);
  const values = pass.outputs.map((state) => state.flatMap(({ values: all }) => all));
  releasePass(fixture, pass, { outputs, request });
  const found = handler?.found.map(({ event, step, theta, t }) => ({ event, step, theta, t }));
  handler?.release();
  const leaks = backend.live() - before;
  return { gradient, pass, found: found ?? [], values, leaks };
}

/** What is left if the use of a function with an index fails, and whether it did. */
export function leaksIfItFails(adjoint: Adjoint, program: Program, index: number) {
  let uses = 0;
  const onUse = () => {
    if (uses++ === index) throw new RangeError("mine");
  };
  const fixture = setUp({ ...program, onUse });
  const { backend, problem, handler } = fixture;
  const before = backend.live();
  let pass: Pass | undefined;
  let cotangents: ReturnType<typeof cotangentsOf> | undefined;
  let failure: unknown;
  try {
    pass = runSync(adjoint.solve(problem, "once"), backend);
    cotangents = cotangentsOf(program, fixture, pass);
    release(
      backend,
      runSync(pass.pullback(cotangents.outputs, [0, 1], cotangents.request), backend),
    );
  } catch (error) {
    failure = error;
  }
  if (pass !== undefined) releasePass(fixture, pass, cotangents);
  handler?.release();
  return { failure, leaks: backend.live() - before };
}

function releasePass(
  { backend }: Fixture,
  pass: Pass,
  cotangents: ReturnType<typeof cotangentsOf> | undefined,
): void {
  pass.release();
  for (const state of cotangents?.outputs ?? []) if (state !== undefined) backend.release(state);
  const { points, events } = cotangents?.request ?? {};
  for (const { cotangent } of points ?? []) backend.release(cotangent);
  for (const event of events ?? []) {
    if (event?.state !== undefined) backend.release(event.state);
    if (typeof event?.time === "object") backend.release([event.time]);
  }
  for (const state of pass.outputs) backend.release(state);
  for (const { start, slopes } of pass.dense ?? [])
    for (const state of [start, ...slopes]) if (state !== undefined) backend.release(state);
}

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

function release(backend: Fixture["backend"], gradients: Gradients<NumberArray>): void {
  backend.release([...gradients.y0, ...gradients.parameters]);
  for (const list of [gradients.times, gradients.stepT, gradients.jumpT])
    for (const scalar of list ?? []) if (typeof scalar !== "number") backend.release([scalar]);
}

function numbersOf(gradients: Gradients<NumberArray>): NumberGradient {
  const flat = (state: State<NumberArray>) => state.flatMap(({ values }) => values);
  const scalars = (list: ReadonlyArray<NumberArray | number> = []) =>
    list.map((scalar) => (typeof scalar === "number" ? scalar : (scalar.values[0] as number)));
  return {
    y0: flat(gradients.y0),
    parameters: flat(gradients.parameters),
    times: scalars(gradients.times),
    stepT: scalars(gradients.stepT),
    jumpT: scalars(gradients.jumpT),
  };
}

/** The gradient of the same loss, on the steps and events that a solve recorded, by a complex step. */
export function gradientByComplexStep(
  program: Program,
  { pass, found }: Pick<ReturnType<typeof gradientBy>, "pass" | "found">,
): NumberGradient {
  const { real } = twisted(program.jumpT);
  const { times, stepT = [], jumpT = [], wantsTimes = true } = program;
  const along = (values: ArrayLike<number>, list: keyof NumberGradient) =>
    Array.from(values, (_, index) => lossOf(program, pass, found, { list, index }).im / TINY);
  return {
    y0: along(real.y0, "y0"),
    parameters: along(real.parameters, "parameters"),
    times: wantsTimes ? along(times, "times") : [],
    stepT: wantsTimes ? along(stepT, "stepT") : [],
    jumpT: wantsTimes ? along(jumpT, "jumpT") : [],
  };
}

interface Perturbation {
  readonly list: keyof NumberGradient;
  readonly index: number;
}

function lossOf(
  program: Program,
  pass: Pass,
  found: ReturnType<typeof gradientBy>["found"],
  { list, index }: Perturbation,
): Complex {
  const { tableau = smallTableaux.dopri5, events = [], places = [], without = [] } = program;
  const { real, complex: func } = twisted(program.jumpT);
  const part = (name: keyof NumberGradient, values: ArrayLike<number>) =>
    perturbed(values, list === name ? index : undefined);
  const times = part("times", program.times);
  const lists = {
    times,
    jumpT: part("jumpT", program.jumpT ?? []),
    stepT: part("stepT", program.stepT ?? []),
  };
  const initial = program.times.filter((t) => t === program.times[0]).length;
  const move = (time: number) => moved(program, lists, time);
  const outputTimes = timesOfRows(program, pass, times, move);
  const result = complexReplay({
    func,
    tableau,
    steps: pass.steps,
    y0: part("y0", real.y0),
    parameters: part("parameters", real.parameters),
    t0: times[0] as Complex,
    moved: move,
    outputTime: (output, row) => (outputTimes[output] as ReadonlyArray<Complex>)[row] as Complex,
    save: program.saves ? saved.complex : undefined,
    events: events.map(({ level, kicks = false }) => complexCrossing(level, kicks)),
    found,
    initialOutputs: initial,
  });
  let loss = complex(0);
  result.outputs.forEach((rows, output) => {
    if (without.includes(output)) return;
    rows.forEach((row, r) => {
      row.forEach((value, d) => {
        loss = loss.plus(value.times(weightOf(output, r, d)));
      });
    });
  });
  places.forEach(({ step, theta, isDerivative }, i) => {
    const { t, h } = pass.steps[step] as { t: number; h: number };
    const value = isDerivative
      ? result.slopeAt(step, t + theta * h)
      : result.at(step, t + theta * h);
    value.forEach((part, d) => {
      loss = loss.plus(part.times(weightOf(50 + i, 0, d)));
    });
  });
  result.events.forEach(({ t, y }, i) => {
    loss = loss.plus(t.times(eventWeight(i, 2)));
    y.forEach((value, d) => {
      loss = loss.plus(value.times(eventWeight(i, d)));
    });
  });
  return loss;
}

/** The complex time of each row of each output. */
function timesOfRows(
  program: Program,
  pass: Pass,
  times: ReadonlyArray<Complex>,
  move: (time: number) => Complex,
): ReadonlyArray<ReadonlyArray<Complex>> {
  const flat = pass.outputTimes ?? program.times;
  let position = 0;
  return pass.outputs.map((_, output) =>
    Array.from({ length: pass.rows?.[output] ?? 1 }, () => {
      const time = flat[position] as number;
      // Of equal times, the first row has the first one.
      const before = flat.slice(0, position++).filter((other) => other === time).length;
      const same = program.times.flatMap((other, i) => (other === time ? [i] : []));
      // The ends of other steps move as the grid does.
      return times[same[before] ?? -1] ?? move(time);
    }),
  );
}

/** A time of the grid: one of the user's times, or one between outputs that keeps its proportions, or a constant. */
function moved(
  { interpolates, controller }: Program,
  { times, jumpT, stepT }: Readonly<Record<"times" | "jumpT" | "stepT", ReadonlyArray<Complex>>>,
  time: number,
): Complex {
  // Of equal outputs, the first one moves the grid.
  const outputs = times.filter(({ re }, i, all) => re !== all[i - 1]?.re);
  const ends = [outputs[0], outputs[outputs.length - 1]] as [Complex, Complex];
  const lands = !interpolates || controller?.gridMoves === "intervals";
  for (const list of [ends, jumpT, lands ? outputs : [], stepT]) {
    const own = list.find(({ re }) => re === time);
    if (own !== undefined) return own;
  }
  const moves = controller?.gridMoves ?? "fixed";
  if (moves === "fixed") return complex(time);
  const anchors = moves === "proportional" && interpolates ? ends : outputs;
  for (let i = 1; i < anchors.length; i++) {
    const [from, to] = [anchors[i - 1] as Complex, anchors[i] as Complex];
    const fraction = (time - from.re) / (to.re - from.re);
    if (fraction > 0 && fraction < 1) return from.plus(to.minus(from).times(fraction));
  }
  return complex(time);
}
