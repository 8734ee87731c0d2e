import type { Adjoint } from "@symplectic-adjoint/core";
import { Complex, complex } from "@symplectic-adjoint/testing";
import {
  type EventOption,
  float64,
  type Solution,
  type SolveOptions,
  solve,
} from "../../../src/index.js";
import { capture } from "./captured.js";
import {
  type ComplexFunctions,
  complexProgram,
  type Inputs,
  type Results,
} from "./complex-program.js";
import { complexMethods } from "./complex-tableaux.js";
import { complexOscillator, oscillator, parameters, y0 } from "./event-problem.js";

export type Event = EventOption<Float64Array, Float64Array, "number", Float64Array>;

export interface Case {
  readonly method: keyof typeof complexMethods;
  readonly adjoint: Adjoint;
  readonly times: ReadonlyArray<number>;
  readonly events: ReadonlyArray<Event>;
  readonly complexEvents: ComplexFunctions["events"];
  readonly options?: Partial<SolveOptions<Float64Array, never>>;
}

/** Gradients of a loss of outputs, event times and event states, for y0, the parameters and the times. */
export interface Gradients {
  readonly y0: ReadonlyArray<number>;
  readonly p: ReadonlyArray<number>;
  readonly t: ReadonlyArray<number>;
}

/** Weights of the loss, reproducible. */
const weight = (i: number): number => Math.sin(1.7 * i + 0.4) + 0.3;

/** A solve of the oscillator with events, and the gradients of a loss of everything it returns. */
export function gradientsOf(test: Case): {
  readonly solution: Solution<Float64Array, Float64Array>;
  pull(): Gradients;
  readonly expected: Gradients;
  readonly results: Results;
} {
  const { method, times, events, options } = test;
  const captured = capture(test.adjoint);
  const solution = solve(oscillator, Float64Array.from(y0), Float64Array.from(times), {
    rtol: 1e-4,
    atol: 1e-4,
    ...options,
    ...{ method, events, adjoint: captured.adjoint, backend: float64 },
  } as never) as unknown as Solution<Float64Array, Float64Array>;
  const count = solution.ys.length / 2;
  const k = solution.events?.t.length ?? 0;
  const cotangents = Float64Array.from({ length: 2 * count }, (_, i) => weight(i));
  const eventTimes = Float64Array.from({ length: k }, (_, i) => weight(100 + i));
  const states = Float64Array.from({ length: 2 * k }, (_, i) => weight(200 + i));
  const given = { times: eventTimes, states };
  const pull = (): Gradients => {
    const pulled = solution.pullback(cotangents, { times: true, ...(k > 0 && { events: given }) });
    return { y0: [...pulled.y0], p: [...(pulled.parameters[0] ?? [])], t: [...(pulled.t ?? [])] };
  };

  const { f, save } = complexOscillator;
  const functions = { f, events: test.complexEvents, save: options?.save && save };
  const interpolates = options?.interpolate === true;
  const recorded = { steps: captured.steps, found: captured.found, times, interpolates };
  const program = (inputs: Inputs) =>
    complexProgram(complexMethods[method], functions, recorded, inputs);
  const loss = (inputs: Inputs): Complex => {
    const results = program(inputs);
    let sum = complex(0);
    for (const [i, value] of results.outputs.flat().entries())
      sum = sum.plus(value.times(weight(i)));
    for (const [i, { t, state }] of results.events.entries()) {
      sum = sum.plus(t.times(weight(100 + i)));
      for (const [j, value] of state.entries())
        sum = sum.plus(value.times(weight(200 + 2 * i + j)));
    }
    return sum;
  };
  const real = { y0: y0.map(complex), p: parameters.map(complex), times: times.map(complex) };
  const derivatives = (name: keyof Inputs) =>
    real[name].map((_, i) => {
      const shifted = real[name].map((value, j) =>
        i === j ? new Complex(value.re, 1e-30) : value,
      );
      return loss({ ...real, [name]: shifted }).im / 1e-30;
    });
  const expected = { y0: derivatives("y0"), p: derivatives("p"), t: derivatives("times") };
  return { solution, pull, expected, results: program(real) };
}

/** The largest error of gradients, relative to the largest of them. */
export function errorOf(found: Gradients, expected: Gradients): number {
  let error = 0;
  let scale = 0;
  for (const name of ["y0", "p", "t"] as const) {
    for (const [i, value] of expected[name].entries()) {
      error = Math.max(error, Math.abs((found[name][i] ?? Number.NaN) - value));
      scale = Math.max(scale, Math.abs(value));
    }
  }
  return error / scale;
}
