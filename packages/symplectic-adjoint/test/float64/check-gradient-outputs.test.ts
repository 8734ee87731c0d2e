import { describe, expect, test } from "vitest";
import { checkGradient, float64, type SolveOptions } from "../../src/index.js";
import { exactAdjoints } from "../support/exact-adjoints.js";

// Gradients of y0, the parameter, all output times and a time of a step, against differences of the replayed steps.

type Numbers = Float64Array;
const first = (values: Numbers): number => values[0] as number;

/** y' = y cos(p t) − y² / 10 */
const forced = {
  parameters: Float64Array.of(0.7),
  evaluate(t: number, y: Numbers, p: Numbers, dy: Numbers) {
    dy[0] = Math.cos(t * first(p)) * first(y) - 0.1 * first(y) ** 2;
  },
  vjp(t: number, y: Numbers, p: Numbers, g: Numbers, yBar: Numbers, pBar: Numbers) {
    yBar[0] = (Math.cos(t * first(p)) - 0.2 * first(y)) * first(g);
    pBar[0] = -t * Math.sin(t * first(p)) * first(y) * first(g);
  },
  timeVjp: (t: number, y: Numbers, p: Numbers, g: Numbers) =>
    -first(p) * Math.sin(t * first(p)) * first(y) * first(g),
};

/** { a: [t y²] } */
const save = {
  evaluate: (t: number, y: Numbers) => ({ a: [Float64Array.of(t * first(y) ** 2)] }),
  vjp(t: number, y: Numbers, _p: Numbers, { a }: { a: Array<Numbers> }, yBar: Numbers) {
    yBar[0] = 2 * t * first(y) * first(a[0] as Numbers);
  },
  timeVjp: (_t: number, y: Numbers, _p: Numbers, { a }: { a: Array<Numbers> }) =>
    first(a[0] as Numbers) * first(y) ** 2,
};

/** y = 1.8 + t / 10, with a level that moves with p. */
const condition = {
  evaluate: (t: number, y: Numbers, p: Numbers) => first(y) - 1.1 - first(p) - 0.1 * t,
  vjp(_t: number, _y: Numbers, _p: Numbers, g: number, yBar: Numbers, pBar: Numbers) {
    yBar[0] = g;
    pBar[0] = -g;
  },
  timeVjp: (_t: number, _y: Numbers, _p: Numbers, g: number) => -0.1 * g,
};

/** y t / 2 */
const reset = {
  evaluate: (t: number, y: Numbers) => Float64Array.of(0.5 * first(y) * t),
  vjp(t: number, _y: Numbers, _p: Numbers, g: Numbers, yBar: Numbers) {
    yBar[0] = 0.5 * t * first(g);
  },
  timeVjp: (_t: number, y: Numbers, _p: Numbers, g: Numbers) => 0.5 * first(y) * first(g),
};

type Options = Partial<SolveOptions<Numbers, never>>;
const cases: Readonly<Record<string, Options>> = {
  "steps that end at the outputs": {},
  "interpolated outputs": { interpolate: true },
  "a function of the state": { interpolate: true, save: save as never },
  "every step": { saveSteps: true },
  "a solution without its start": { saveStart: false, interpolate: true },
  "rk4, interpolated between steps in proportion": {
    ...{ method: "rk4", stepsPerInterval: 3, interpolate: true },
  },
  "steps of equal length": { method: "rk4", stepSize: 0.3 },
  "dopri8, interpolated": { method: "dopri8", interpolate: true },
  "bosh3, interpolated": { method: "bosh3", interpolate: true, rtol: 1e-4 },
  "an event that ends the integration": {
    events: [{ condition: condition as never, terminal: true }],
  },
  "an event with a reset": {
    interpolate: true,
    events: [{ condition: condition as never, reset: reset as never }],
  },
};

describe.each(exactAdjoints)("%s", (_name, adjoint) => {
  test.each(Object.entries(cases))("differentiates %s, for times too.", async (_, options) => {
    const report = await checkGradient(
      forced,
      Float64Array.of(1.2),
      Float64Array.of(0, 0.4, 0.5, 1.1, 2),
      { ...(options as object), backend: float64, adjoint, stepT: Float64Array.of(0.7) },
    );
    const checked = new Set(report.comparisons.map(({ argument }) => argument));
    expect([...checked]).toEqual(["y0", "parameters", "t", "stepT"]);
    // f is smooth at the jump: its gradient is the error of the steps, which differences resolve less well.
    for (const { argument, relativeError } of report.comparisons)
      if (argument !== "stepT") expect(relativeError).toBeLessThan(1e-9);
  });
});
