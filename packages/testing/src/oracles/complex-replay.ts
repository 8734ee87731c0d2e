import { type ButcherTableau, interpolantOf, type Step, stageTime } from "@symplectic-adjoint/core";
import { Complex, complex } from "./complex.js";

/** A function of time, state and parameters in complex arithmetic. */
export type ComplexFunction = (
  t: Complex,
  y: ReadonlyArray<Complex>,
  parameters: ReadonlyArray<Complex>,
) => ReadonlyArray<Complex>;

/** An event as the root of a condition, with the state that the integration continues with. */
export interface ComplexEvent {
  condition(t: Complex, y: ReadonlyArray<Complex>, parameters: ReadonlyArray<Complex>): Complex;
  readonly reset?: ComplexFunction | undefined;
}

/** An event that a solver found. */
export interface RecordedEvent {
  /** Which of the events. */
  readonly event: number;
  readonly step: number;
  readonly theta: number;
}

/** Recorded steps of an explicit Runge-Kutta method, and what they depend on. */
export interface ComplexReplay {
  readonly func: ComplexFunction;
  readonly tableau: ButcherTableau;
  readonly steps: ReadonlyArray<Step>;
  readonly y0: ReadonlyArray<Complex>;
  readonly parameters: ReadonlyArray<Complex>;
  /** The time of y0. */
  readonly t0: Complex;
  /** A time of the grid, as a function of the user's times. Default: a constant. */
  readonly moved?: ((time: number) => Complex) | undefined;
  /**
   * The time of an output, by its index among the outputs and its row. An output at the end of a step, or at the initial
   * time, that does not move with it is where a step of length zero leads: y + (outputTime − end) f(end, y).
   */
  outputTime(index: number, row: number): Complex;
  readonly save?: ComplexFunction | undefined;
  readonly events?: ReadonlyArray<ComplexEvent> | undefined;
  readonly found?: ReadonlyArray<RecordedEvent> | undefined;
  /** Number of outputs at the initial time. Default 1. */
  readonly initialOutputs?: number | undefined;
}

/** What a replay computes. */
export interface ComplexResult {
  /** The rows of each output. */
  readonly outputs: ReadonlyArray<ReadonlyArray<ReadonlyArray<Complex>>>;
  readonly events: ReadonlyArray<{ readonly t: Complex; readonly y: ReadonlyArray<Complex> }>;
  /** The interpolated state at a fixed time within a step, and its derivative. */
  at(step: number, time: number): ReadonlyArray<Complex>;
  slopeAt(step: number, time: number): ReadonlyArray<Complex>;
}

type Vector = ReadonlyArray<Complex>;

/** A step while it is replayed: y(t + θh) = y + h Σ_i w_i(θ) k_i. */
interface Replayed {
  readonly start: Complex;
  readonly h: Complex;
  readonly y: Vector;
  readonly k: ReadonlyArray<Vector>;
  readonly next: Vector;
}

/**
 * Takes recorded steps again in complex arithmetic, written out, with a grid that moves: perturb one input by a tiny
 * imaginary number, and the imaginary part of the result is its derivative to all digits.
 *
 * Events are roots on the interpolant of their step, found by Newton's method from where they were recorded.
 */
export function complexReplay(program: ComplexReplay): ComplexResult {
  const { func, tableau, steps, parameters: p, save, found = [], events = [] } = program;
  const moved = program.moved ?? ((time: number) => complex(time));
  const { weights, a: extraRows, c: extraNodes } = interpolantOf(tableau);
  const a = [...tableau.a, ...extraRows];
  const c = [...tableau.c, ...extraNodes];
  const saved = (t: Complex, y: Vector): Vector => (save === undefined ? y : save(t, y, p));
  const outputs: Array<Array<Vector>> = [];
  const located: Array<{ t: Complex; y: Vector }> = [];
  const taken: Array<Replayed> = [];

  const read = (index: number, end: Complex, real: number, state: Vector): Array<Vector> => {
    const time = program.outputTime(index, 0);
    const rest = time.minus(end);
    const rate = rest.im === 0 ? [] : func(new Complex(real, end.im), state, p);
    return [saved(time, plus(state, rest, [complex(1)], [rate]))];
  };
  const first = steps[0]?.firstStageTime ?? program.t0.re;
  for (let i = 0; i < (program.initialOutputs ?? 1); i++)
    outputs.push(read(i, program.t0, first, program.y0));

  let y = program.y0;
  let start = program.t0;
  steps.forEach((step, n) => {
    const end = moved(step.end);
    const h = end.minus(start);
    const k: Array<Vector> = [];
    c.forEach((node, i) => {
      const x = plus(y, h, (a[i] ?? []).map(complex), k);
      const real = i === 0 ? step.firstStageTime : stageTime(step.t, step.h, step.end, node);
      k.push(func(new Complex(real, start.plus(h.times(node)).im), x, p));
    });
    const next = plus(y, h, tableau.b.map(complex), k);
    const replayed: Replayed = { start, h, y, k, next };
    taken.push(replayed);
    const places = found.map((event) =>
      event.step === n ? locate(replayed, events[event.event] as ComplexEvent, event) : undefined,
    );
    places.forEach((place, i) => {
      if (place !== undefined) located[i] = place;
    });
    const { cut } = step;
    for (const { index, theta } of step.outputs) {
      if (cut?.outputs.includes(index)) {
        const event = located[cut.found] as (typeof located)[number];
        outputs[index] = [saved(event.t, event.y)];
      } else if (theta === 1)
        outputs[index] = read(index, end, stageTime(step.t, step.h, step.end, 1), next);
      else {
        const rows = typeof theta === "number" ? [theta] : theta;
        outputs[index] = rows.map((_, row) => {
          const time = program.outputTime(index, row);
          return saved(time, within(replayed, time.minus(start).over(h)));
        });
      }
    }
    if (cut === undefined) [start, y] = [end, next];
    else {
      const event = located[cut.found] as (typeof located)[number];
      const { reset } = events[(found[cut.found] as RecordedEvent).event] as ComplexEvent;
      start = event.t;
      y = reset === undefined ? event.y : reset(event.t, event.y, p);
    }
  });

  return {
    outputs,
    events: located,
    at(n, time) {
      const step = taken[n] as Replayed;
      return within(step, complex(time).minus(step.start).over(step.h));
    },
    slopeAt(n, time) {
      const step = taken[n] as Replayed;
      const theta = complex(time).minus(step.start).over(step.h);
      const rates = weights.map((row) =>
        polynomial(
          row.slice(1).map((x, i) => x * (i + 1)),
          theta,
        ),
      );
      return plus(
        step.y.map(() => complex(0)),
        complex(1),
        rates,
        step.k,
      );
    },
  };

  function within({ y: from, h, k }: Replayed, theta: Complex): Vector {
    return plus(
      from,
      h,
      weights.map((row) => polynomial(row, theta)),
      k,
    );
  }

  function locate(step: Replayed, { condition }: ComplexEvent, { theta }: RecordedEvent) {
    const g = (place: Complex) =>
      condition(step.start.plus(step.h.times(place)), within(step, place), p);
    // A real slope is enough: each iteration gains as many digits as it has.
    const width = 1e-5;
    const slope = (g(complex(theta + width)).re - g(complex(theta - width)).re) / (2 * width);
    let place = complex(theta);
    for (let i = 0; i < 10; i++) place = place.minus(g(place).over(slope));
    return { t: step.start.plus(step.h.times(place)), y: within(step, place) };
  }
}

/** base + h Σ_j w_j terms_j. */
function plus(
  base: Vector,
  h: Complex,
  weights: ReadonlyArray<Complex>,
  terms: ReadonlyArray<Vector>,
): Vector {
  return base.map((value, d) =>
    weights.reduce((sum, weight, j) => {
      const term = terms[j]?.[d];
      return term === undefined ? sum : sum.plus(h.times(weight).times(term));
    }, value),
  );
}

/** Σ_p row_p θ^p. */
function polynomial(row: ReadonlyArray<number>, theta: Complex): Complex {
  return row.reduceRight((sum, x) => sum.times(theta).plus(x), complex(0));
}
