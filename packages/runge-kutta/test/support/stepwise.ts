import {
  type Method,
  newPassStatistics,
  type PassStatistics,
  type State,
  type Step,
  type StepAttempt,
  type StepLoad,
  type StepOperations,
  type StepProblem,
} from "@symplectic-adjoint/core";
import type { AccountingBackend, NumberArray } from "@symplectic-adjoint/testing";
import { plainSink, plainTimes } from "./plain-sink.js";

type S = State<NumberArray>;

/** An output within a step, or at its end, and the factor with which it enters the loss. */
export interface Place {
  readonly step: number;
  readonly theta: number;
  readonly factor: number;
}

/** A loss Σ factor · Σ_d y_d over outputs, and its derivatives. */
export interface Derived {
  readonly loss: number;
  readonly y0: ReadonlyArray<number>;
  readonly parameters: ReadonlyArray<number>;
  /** The derivatives for the grid points, each the end of one step and the start of the next, with the θ held fixed. */
  readonly grid: ReadonlyArray<number>;
  readonly forward: PassStatistics;
  readonly backward: PassStatistics;
}

/** Operations on plain states. */
export function stateOperations(
  problem: StepProblem<NumberArray>,
  pass: PassStatistics,
): StepOperations<S, NumberArray> {
  const { backend, dynamics } = problem;
  return {
    pass,
    begin: (y0) => backend.retain(y0),
    evaluate(t, y) {
      pass.evaluations++;
      return dynamics.evaluate(t, y);
    },
    linearCombination: (base, scale, weights, terms) =>
      backend.linearCombination(base, scale, weights, terms),
    retain: (value) => backend.retain(value),
    stateOf: (value) => value,
    statesOf: (values) => values,
    mark: () => 0,
    rollback: () => {},
  };
}

/** The result of an attempt by a method that reads nothing. */
export function attemptOf<V>(answer: ReturnType<Method["attempt"]>): StepAttempt<V, NumberArray> {
  return answer as StepAttempt<V, NumberArray>;
}

/** Integrates along a grid, step by step, with outputs at places within the steps, and reverses every step. */
export function stepwise(
  backend: AccountingBackend,
  problem: StepProblem<NumberArray>,
  method: Method,
  y0: S,
  grid: ReadonlyArray<number>,
  places: ReadonlyArray<Place>,
): Derived {
  const { interpolation } = method;
  if (interpolation === undefined) throw new Error("The method has no dense output.");
  const [forward, backward] = [newPassStatistics(), newPassStatistics()];
  const operations = stateOperations(problem, forward);
  const ones = y0.map((leaf) => backend.array(leaf.values.map(() => 1)));
  const steps: Array<Step> = [];
  const states: Array<S> = [backend.retain(y0)];
  let slope: S | undefined;
  let loss = 0;
  for (let n = 0; n + 1 < grid.length; n++) {
    const [t, end] = [grid[n] as number, grid[n + 1] as number];
    const inside = places.filter(({ step }) => step === n);
    const step = { t, h: end - t, end, firstStageTime: t };
    const y = states[n] as S;
    const taken = attemptOf<S>(
      method.attempt(problem, operations, {
        ...step,
        y,
        memory: [],
        startSlope: slope,
        estimatesError: false,
        handsOver: "ifEvaluated",
        keepsSlopes: inside.length > 0,
      }),
    );
    for (const { theta, factor } of inside) {
      const slopes = taken.slopes as ReadonlyArray<S>;
      const at = backend.linearCombination(y, step.h, interpolation.weights(theta), slopes);
      const sum = backend.dot(ones, at);
      loss += factor * backend.readSync(sum);
      backend.release(typeof sum === "number" ? at : [...at, sum]);
    }
    for (const kept of taken.slopes ?? []) if (kept !== undefined) backend.release(kept);
    if (taken.startSlope !== undefined) backend.release(taken.startSlope);
    steps.push({ ...step, reusesLastStage: slope !== undefined, outputs: [] });
    slope = taken.endSlope;
    states.push(taken.next);
  }
  if (slope !== undefined) backend.release(slope);

  const sink = plainSink(backend);
  const byGrid = grid.map(() => 0);
  for (let n = steps.length - 1; n >= 0; n--) {
    const inside = places.filter(({ step }) => step === n);
    const load = inside.length === 0 ? undefined : loadOf(backend, method, inside, ones);
    if (sink.lambda !== undefined || load !== undefined) {
      const timeSink = plainTimes(backend);
      const wrt = problem.dynamics.parameters.map((_, i) => i);
      const context = { problem, wrt, pass: backward, sink, timeSink };
      method.reverse?.(context, steps[n] as Step, states[n] as S, undefined, load);
      byGrid[n] = (byGrid[n] as number) + timeSink.start;
      byGrid[n + 1] = (byGrid[n + 1] as number) + timeSink.end;
    }
    for (const part of [load?.start, ...(load?.slopes ?? [])])
      if (part !== undefined) backend.release(part);
  }
  const gradients = sink.finish();
  const numbers = (state: S, like: S) =>
    like.flatMap(({ values }, i) => state[i]?.values ?? values.map(() => 0));
  const result = {
    loss,
    y0: numbers(gradients.y0, y0),
    parameters: numbers(gradients.parameters, problem.dynamics.parameters),
    grid: byGrid,
    forward,
    backward,
  };
  sink.release();
  for (const state of [...states, ones]) backend.release(state);
  return result;
}

/** The load of outputs whose cotangents are `factor` in every entry. */
function loadOf(
  backend: AccountingBackend,
  { interpolation }: Method,
  places: ReadonlyArray<Place>,
  ones: S,
): StepLoad<NumberArray> {
  const factors = places.map(({ factor }) => factor);
  const weights = places.map(({ theta }) => interpolation?.weights(theta) ?? []);
  const sum = (row: ReadonlyArray<number>): S | undefined => {
    const total = row.reduce((all, weight, m) => all + weight * (factors[m] as number), 0);
    if (row.every((weight) => weight === 0)) return undefined;
    return backend.linearCombination(undefined, total, [1], [ones]);
  };
  return {
    start: sum(factors.map(() => 1)),
    slopes: (weights[0] ?? []).map((_, j) => sum(weights.map((row) => row[j] as number))),
  };
}
