import type {
  Adjoint,
  ForwardPass,
  Gradients,
  PointCotangent,
  PullbackRequest,
  State,
} from "@symplectic-adjoint/core";
import { runAsync, runSync } from "@symplectic-adjoint/solver";
import type { NumberArray } from "@symplectic-adjoint/testing";
import {
  eventWeight,
  type Fixture,
  type NumberGradient,
  type Program,
  setUp,
  weightOf,
} from "./program.js";

type Pass = ForwardPass<NumberArray>;

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
  return runSync(gradientReading(adjoint, program, fixture), fixture.backend);
}

/** The same with a backend that is read asynchronously, so that steps are attempted ahead. */
export async function gradientAhead(adjoint: Adjoint, program: Program) {
  const fixture = setUp(program);
  const problem = { ...fixture.problem, speculates: true };
  const reading = gradientReading(adjoint, program, { ...fixture, problem });
  return await runAsync(reading, fixture.backend);
}

function* gradientReading(adjoint: Adjoint, program: Program, fixture: Fixture) {
  const { backend, problem, handler } = fixture;
  const before = backend.live();
  const pass = yield* adjoint.solve(problem, "once");
  const { outputs, request } = cotangentsOf(program, fixture, pass);
  const gradients = yield* pass.pullback(outputs, [0, 1], request);
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
