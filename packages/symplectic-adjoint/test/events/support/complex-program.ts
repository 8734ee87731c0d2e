import type { FoundEvent, Step } from "@symplectic-adjoint/core";
import { Complex, complex } from "@symplectic-adjoint/testing";
import type { ComplexMethod } from "./complex-tableaux.js";

type Values = ReadonlyArray<Complex>;

/** Functions of complex numbers: f, the condition and reset of each event, and what is saved. */
export interface ComplexFunctions {
  /** What outputs are instead of the state. */
  save?: ((t: Complex, y: Values, p: Values) => Values) | undefined;
  f(t: Complex, y: Values, p: Values): Values;
  readonly events: ReadonlyArray<{
    condition(t: Complex, y: Values, p: Values): Complex;
    reset?: ((t: Complex, y: Values, p: Values) => Values) | undefined;
  }>;
}

/** A solve that was recorded: its steps and events are data. */
export interface Recorded {
  readonly steps: ReadonlyArray<Step>;
  readonly found: ReadonlyArray<Pick<FoundEvent<unknown>, "event" | "step" | "theta">>;
  /** The output times, as numbers. */
  readonly times: ReadonlyArray<number>;
  /** Whether outputs are interpolated, so that of the output times only the ends of the span move the grid. */
  readonly interpolates: boolean;
}

/** Inputs that the solve is a function of. */
export interface Inputs {
  readonly y0: Values;
  readonly p: Values;
  readonly times: Values;
}

/** What the solve computes. */
export interface Results {
  /** The outputs in order of their index; an output of several states is several of these. */
  readonly outputs: ReadonlyArray<Values>;
  readonly events: ReadonlyArray<{ readonly t: Complex; readonly state: Values }>;
}

const combine = (
  y: Values,
  h: Complex,
  weights: ReadonlyArray<Complex | number>,
  slopes: ReadonlyArray<Values>,
) =>
  y.map((value, i) =>
    weights.reduce<Complex>(
      (sum, weight, j) => sum.plus(h.times(weight).times(slopes[j]?.[i] ?? 0)),
      value,
    ),
  );

/**
 * Repeats recorded steps in complex arithmetic, as a function of the initial state, the parameters and the output times:
 * grid times move only if they are output times or events. Event times solve their equation, by Newton's method. Interpolated
 * outputs move no step; where one is at the end of a step, the solution changes there at the rate f. Shares no code with the
 * library.
 */
export function complexProgram(
  method: ComplexMethod,
  functions: ComplexFunctions,
  { steps, found, times, interpolates }: Recorded,
  { y0, p, times: moved }: Inputs,
): Results {
  const timeOf = (t: number): Complex => {
    const i = times.indexOf(t);
    const moves = interpolates ? i === 0 || i === times.length - 1 : i >= 0;
    return moves ? (moved[i] as Complex) : complex(t);
  };
  /** The output time that lies within a step, up to rounding. */
  const nearest = (t: number): Complex => {
    const distances = times.map((time) => Math.abs(time - t));
    return moved[distances.indexOf(Math.min(...distances))] as Complex;
  };
  const outputs: Array<Values> = [];
  const events: Array<{ t: Complex; state: Values }> = [];
  const initial = times.filter((time) => time === times[0]).length;
  const keep = (time: Complex, state: Values) =>
    outputs.push(functions.save?.(time, state, p) ?? state);
  const keepEnd = (end: number, state: Values) => {
    const i = times.indexOf(end);
    const time = i < 0 ? timeOf(end) : (moved[i] as Complex);
    const rest = time.minus(timeOf(end));
    keep(time, combine(state, rest, [1], [functions.f(timeOf(end), state, p)]));
  };
  for (let i = 0; i < initial; i++) keep(moved[0] as Complex, y0);
  let t = moved[0] as Complex;
  let y = y0;
  for (const [n, step] of steps.entries()) {
    const h = timeOf(step.end).minus(t);
    const slopes: Array<Values> = [];
    method.c.forEach((c, i) => {
      const stage = combine(y, h, method.a[i] ?? [], slopes);
      slopes.push(functions.f(t.plus(h.times(c)), stage, p));
    });
    const next = combine(y, h, method.b, slopes);
    if (method.needsEndSlope) slopes.push(functions.f(t.plus(h), next, p));
    const at = (theta: Complex): Values => combine(y, h, method.weights(theta), slopes);
    // Events of this step, in order.
    for (const { event, theta } of found.filter((one) => one.step === n)) {
      const g = functions.events[event]
        ?.condition as ComplexFunctions["events"][number]["condition"];
      const root = solve((x) => g(t.plus(h.times(x)), at(x), p), theta);
      events.push({ t: t.plus(h.times(root)), state: at(root) });
    }
    const last = events[events.length - 1];
    for (const { index, theta } of step.outputs) {
      if (step.cut?.outputs.includes(index)) {
        keep(last?.t as Complex, last?.state as Values);
        continue;
      }
      const thetas = typeof theta === "number" ? [theta] : theta;
      for (const fraction of thetas) {
        const time = nearest(step.t + fraction * step.h);
        if (fraction === 1) keepEnd(step.end, next);
        else keep(time, at(time.minus(t).over(h)));
      }
    }
    if (step.cut !== undefined && last !== undefined) {
      const { event } = found[step.cut.found] as Recorded["found"][number];
      t = last.t;
      y = functions.events[event]?.reset?.(last.t, last.state, p) ?? last.state;
    } else {
      t = timeOf(step.end);
      y = next;
    }
  }
  return { outputs, events };
}

/** A root near a real number: Newton's method with the derivative along the real axis. */
function solve(g: (x: Complex) => Complex, start: number): Complex {
  let x = complex(start);
  const d = 1e-4;
  for (let i = 0; i < 60; i++) {
    const slope = (g(new Complex(start + d)).re - g(new Complex(start - d)).re) / (2 * d);
    const change = g(x).over(slope);
    x = x.minus(change);
  }
  return x;
}
