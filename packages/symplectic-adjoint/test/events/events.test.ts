import { describe, expect, test } from "vitest";
import {
  continuousAdjoint,
  type EventOption,
  float64,
  GrazingEventError,
  IntegrationError,
  solve,
  solveAsync,
  symplecticAdjoint,
} from "../../src/index.js";
import { asynchronousFloat64 } from "../support/asynchronous-float64.js";
import { exactAdjoints } from "../support/exact-adjoints.js";
import {
  condition,
  oscillator,
  reset,
  secondCondition,
  y0 as start,
} from "./support/event-problem.js";

type Numbers = Float64Array;
type Event = EventOption<Numbers, Numbers, "number", Numbers>;

/** A linear function c · y + d · p, for conditions. */
function linear(c: ReadonlyArray<number>, d: ReadonlyArray<number> = [], constant = 0) {
  const dot = (weights: ReadonlyArray<number>, values: Numbers) =>
    weights.reduce((sum, weight, i) => sum + weight * (values[i] as number), 0);
  const add = (sum: Numbers, g: number, weights: ReadonlyArray<number>) => {
    for (const [i, weight] of weights.entries()) sum[i] = (sum[i] as number) + g * weight;
  };
  return {
    evaluate: (_t: number, y: Numbers, p: Numbers) => dot(c, y) + dot(d, p) + constant,
    vjp(_t: number, _y: Numbers, _p: Numbers, g: number, yBar: Numbers, pBar: Numbers) {
      add(yBar, g, c);
      add(pBar, g, d);
    },
  };
}

/** y' = rate · y + constant. */
const growth = (rate: number, constant = 0, parameters: ReadonlyArray<number> = []) => ({
  parameters: Float64Array.from(parameters),
  evaluate(_t: number, [y = 0]: Numbers, _p: Numbers, dy: Numbers) {
    dy[0] = rate * y + constant;
  },
  vjp(_t: number, _y: Numbers, _p: Numbers, [g = 0]: Numbers, yBar: Numbers) {
    yBar[0] = (yBar[0] as number) + rate * g;
  },
});

/** A ball: x' = v, v' = −g; of the parameters (e, g) the reset uses e. */
const ball = (e: number, g: number) => ({
  parameters: Float64Array.of(e, g),
  evaluate(_t: number, [, v = 0]: Numbers, [, gravity = 0]: Numbers, dy: Numbers) {
    dy[0] = v;
    dy[1] = -gravity;
  },
  vjp(_t: number, _y: Numbers, _p: Numbers, [a = 0, b = 0]: Numbers, yBar: Numbers, pBar: Numbers) {
    yBar[1] = (yBar[1] as number) + a;
    pBar[1] = (pBar[1] as number) - b;
  },
});
const bounce = {
  evaluate: (_t: number, [x = 0, v = 0]: Numbers, [e = 0]: Numbers) => Float64Array.of(x, -e * v),
  vjp(
    _t: number,
    [, v = 0]: Numbers,
    [e = 0]: Numbers,
    [a = 0, b = 0]: Numbers,
    yBar: Numbers,
    pBar: Numbers,
  ) {
    yBar[0] = (yBar[0] as number) + a;
    yBar[1] = (yBar[1] as number) - e * b;
    pBar[0] = (pBar[0] as number) - v * b;
  },
};

const tight = { backend: float64, rtol: 1e-12, atol: 1e-12 } as const;

/** Time of the terminal event, and its gradients for y0 and the parameters. */
function timeOf(
  func: ReturnType<typeof growth>,
  y0: Numbers,
  t1: number,
  condition: Event["condition"],
  options = {},
) {
  const solution = solve(func, y0, [0, t1], {
    ...{ ...tight, ...options },
    events: [{ condition, terminal: true }],
  });
  expect(solution.outcome.kind).toBe("event");
  expect(solution.t.at(-1)).toBe(solution.events?.t[0]);
  const { y0: yBar, parameters } = solution.pullback(undefined, {
    events: { times: Float64Array.of(1) },
  });
  return { t: solution.events?.t[0] as number, y0: [...yBar], p: [...(parameters[0] ?? [])] };
}

describe.each(exactAdjoints)("Known answers (%s):", (_, adjoint) => {
  test("y' = 1, y(0) = −10, g = y: t* = 10, dt*/dy0 = −1.", () => {
    const { t, y0 } = timeOf(growth(0, 1), Float64Array.of(-10), 20, linear([1]), { adjoint });
    expect(t).toBeCloseTo(10, 13);
    expect(y0[0]).toBeCloseTo(-1, 13);
  });

  test("y' = y, y(0) = 1, g = y − e: t* = 1, dt*/dy0 = −1.", () => {
    const condition = linear([1], [], -Math.E);
    const { t, y0 } = timeOf(growth(1), Float64Array.of(1), 3, condition, { adjoint });
    expect(t).toBeCloseTo(1, 10);
    expect(y0[0]).toBeCloseTo(-1, 9);
  });

  test("y' = −y, y(0) = 1, g = y − φ, φ = 0.5: t* = ln 2, dt*/dφ = −2, dt*/dy0 = 1.", () => {
    const condition = linear([1], [-1]);
    const { t, y0, p } = timeOf(growth(-1, 0, [0.5]), Float64Array.of(1), 3, condition, {
      adjoint,
    });
    expect(t).toBeCloseTo(Math.LN2, 10);
    expect(y0[0]).toBeCloseTo(1, 9);
    expect(p[0]).toBeCloseTo(-2, 9);
  });

  test.each([
    [1, 0.5, 0.25],
    [3, Math.sqrt(3) / 2, 0.144337567297406],
    [10, Math.sqrt(10) / 2, 0.0790569415042095],
  ])("ẍ = −8 from x0 = %d at rest, g = x: t* and dt*/dx0.", (x0, expected, slope) => {
    const falling = ball(0, 8);
    for (const method of ["midpoint", "rk4", "bosh3", "dopri5", "dopri8"] as const) {
      const fixed = method === "midpoint" || method === "rk4" ? { stepsPerInterval: 3 } : {};
      const solution = solve(falling, Float64Array.of(x0, 0), [0, 2], {
        ...{ backend: float64, adjoint, method, ...fixed },
        events: [{ condition: linear([1, 0]), terminal: true }],
      });
      expect(solution.events?.t[0]).toBeCloseTo(expected, 13);
      const events = { times: Float64Array.of(1) };
      expect(solution.pullback(undefined, { events }).y0[0]).toBeCloseTo(slope, 13);
    }
  });

  test("A bouncing ball: y(T) and its gradients for height, restitution, gravity and T.", () => {
    for (const times of [
      [0, 5],
      [0, 1, 2, 3, 4, 5],
    ]) {
      const solution = solve(ball(0.8, 9.8), Float64Array.of(50, 0), Float64Array.from(times), {
        ...{ backend: float64, adjoint },
        events: [{ condition: linear([1, 0]), direction: -1, reset: bounce }],
      });
      const rows = times.length;
      expect(solution.ys[2 * rows - 2]).toBeCloseTo(29.2445651649735, 12);
      const cotangents = Float64Array.from({ length: 2 * rows }, (_, i) =>
        i === 2 * rows - 2 ? 1 : 0,
      );
      const { y0, parameters, t } = solution.pullback(cotangents, { times: true });
      expect(y0[0]).toBeCloseTo(0.217445651649735, 12);
      expect(parameters[0]?.[0]).toBeCloseTo(56.5247584249853, 11);
      expect(parameters[0]?.[1]).toBeCloseTo(1.87472271249865, 12);
      expect(t?.at(-1)).toBeCloseTo(7.3489130329947, 12);
    }
  });
});

describe.each(exactAdjoints)("Events where a step begins or ends (%s):", (_, adjoint) => {
  test("A reset exactly at the end of a step has the gradients of its closed form.", () => {
    // y' = p, reset at y = c to -r y: y(T) = -r c + p T - c + y0, in numbers without rounding.
    const drift = {
      parameters: Float64Array.of(1, 0.5, 0.25),
      evaluate(_t: number, _y: Numbers, [p = 0]: Numbers, dy: Numbers) {
        dy[0] = p;
      },
      vjp(_t: number, _y: Numbers, _p: Numbers, [g = 0]: Numbers, _yBar: Numbers, pBar: Numbers) {
        pBar[0] = (pBar[0] as number) + g;
      },
    };
    const reset = {
      evaluate: (_t: number, [y = 0]: Numbers, [, , r = 0]: Numbers) => Float64Array.of(-r * y),
      vjp(
        _t: number,
        [y = 0]: Numbers,
        [, , r = 0]: Numbers,
        [g = 0]: Numbers,
        yBar: Numbers,
        pBar: Numbers,
      ) {
        yBar[0] = (yBar[0] as number) - r * g;
        pBar[2] = (pBar[2] as number) - y * g;
      },
    };
    for (const grid of [
      [0, 0.25, 0.5, 0.75, 1],
      [0, 0.5, 1],
    ]) {
      for (const times of [
        [0, 1],
        [0, 0.5, 1],
      ]) {
        const solution = solve(drift, Float64Array.of(0), Float64Array.from(times), {
          ...{ backend: float64, adjoint, method: "midpoint", grid },
          events: [{ condition: linear([1], [0, -1]), reset }],
        });
        expect(solution.events?.t).toEqual([0.5]);
        expect(solution.ys.at(-1)).toBe(0.375);
        const cotangents = new Float64Array(times.length);
        cotangents[times.length - 1] = 1;
        const { y0, parameters, t } = solution.pullback(cotangents, { times: true });
        expect([...y0]).toEqual([expect.closeTo(1, 14)]);
        expect([...(parameters[0] ?? [])]).toEqual(
          [1, -1.25, -0.5].map((value) => expect.closeTo(value, 14)),
        );
        // p and c do not depend on time: only the length of the span matters.
        expect(t?.[0]).toBeCloseTo(-1, 14);
        expect(t?.at(-1)).toBeCloseTo(1, 14);
      }
    }
  });

  test("Two resets at the same time have the gradients of two balls apart.", () => {
    const one = ball(0.8, 9.8);
    const two = {
      parameters: one.parameters,
      evaluate(t: number, y: Numbers, p: Numbers, dy: Numbers) {
        one.evaluate(t, y.subarray(0, 2), p, dy.subarray(0, 2));
        one.evaluate(t, y.subarray(2), p, dy.subarray(2));
      },
      vjp(t: number, y: Numbers, p: Numbers, g: Numbers, yBar: Numbers, pBar: Numbers) {
        one.vjp(t, y, p, g.subarray(0, 2), yBar.subarray(0, 2), pBar);
        one.vjp(t, y, p, g.subarray(2), yBar.subarray(2), pBar);
      },
    };
    const bounceOf = (from: number) => ({
      evaluate(t: number, y: Numbers, p: Numbers) {
        const next = y.slice();
        next.set(bounce.evaluate(t, y.subarray(from, from + 2), p), from);
        return next;
      },
      vjp(t: number, y: Numbers, p: Numbers, g: Numbers, yBar: Numbers, pBar: Numbers) {
        const part = (values: Numbers) => values.subarray(from, from + 2);
        for (const i of [0, 1, 2, 3]) {
          if (i < from || i >= from + 2) yBar[i] = (yBar[i] as number) + (g[i] as number);
        }
        bounce.vjp(t, part(y), p, part(g), part(yBar), pBar);
      },
    });
    const solution = solve(two, Float64Array.of(50, 0, 50, 0), Float64Array.of(0, 5), {
      ...{ backend: float64, adjoint },
      events: [0, 2].map((from) => ({
        condition: linear([0, 1, 2, 3].map((i) => (i === from ? 1 : 0))),
        reset: bounceOf(from),
      })),
    });
    expect(solution.events?.which).toEqual([0, 1]);
    for (const from of [0, 2]) {
      expect(solution.ys[4 + from]).toBeCloseTo(29.2445651649735, 12);
      const cotangents = new Float64Array(8);
      cotangents[4 + from] = 1;
      const { y0, parameters, t } = solution.pullback(cotangents, { times: true });
      expect(y0[from]).toBeCloseTo(0.217445651649735, 11);
      expect(y0[2 - from]).toBeCloseTo(0, 11);
      expect(parameters[0]?.[0]).toBeCloseTo(56.5247584249853, 10);
      expect(parameters[0]?.[1]).toBeCloseTo(1.87472271249865, 11);
      expect(t?.at(-1)).toBeCloseTo(7.3489130329947, 11);
    }
  });
});

test("Without an event before the last time, the solution ends there, and has the gradient of its end.", () => {
  const solution = solve(growth(1), Float64Array.of(1), [0, 1], {
    ...tight,
    events: [{ condition: linear([1], [], -100), terminal: true }],
  });
  expect(solution.outcome.kind).toBe("success");
  expect(solution.events).toMatchObject({ which: [], t: [] });
  expect(solution.events?.states.length).toBe(0);
  expect(solution.pullback(Float64Array.of(0, 1)).y0[0]).toBeCloseTo(Math.E, 11);
});

test("Conditions are evaluated on accepted steps only: what lies in a rejected attempt is no event.", () => {
  const log: Array<string> = [];
  const spiked = {
    parameters: new Float64Array(0),
    evaluate(t: number, _y: Numbers, _p: Numbers, dy: Numbers) {
      dy[0] = 40 * Math.cos(40 * t);
    },
  };
  const condition = linear([1], [], -0.7);
  const solution = solve(spiked, Float64Array.of(0), [0, 0.5], {
    ...{ backend: float64, rtol: 1e-9, atol: 1e-9, firstStep: 0.5, differentiate: false },
    events: [
      {
        condition(t: number, y: Numbers) {
          log.push("condition");
          return condition.evaluate(t, y, new Float64Array(0));
        },
      },
    ],
    onStep: ({ accepted }) => void log.push(accepted ? "accepted" : "rejected"),
  });
  expect(log.filter((entry) => entry === "rejected").length).toBeGreaterThan(0);
  for (const [i, entry] of log.entries())
    if (entry === "rejected") expect(log[i + 1]).not.toBe("condition");
  const expected = Array.from({ length: 8 }, (_, k) => {
    const [crossing, turn] = [Math.asin(0.7), Math.floor(k / 2) * 2 * Math.PI];
    return ((k % 2 === 0 ? crossing : Math.PI - crossing) + turn) / 40;
  }).filter((t) => t < 0.5);
  expect(solution.events?.t).toEqual(expected.map((t) => expect.closeTo(t, 8)));
});

test("Too many events are an outcome, without a gradient; Zeno behaviour is found without a limit.", () => {
  for (const maxEvents of [3, Number.POSITIVE_INFINITY]) {
    const solution = solve(ball(0.5, 8), Float64Array.of(1, 0), [0, 3], {
      ...{ backend: float64, maxEvents },
      events: [{ condition: linear([1, 0]), direction: -1, reset: bounce }],
    });
    expect(solution.outcome).toMatchObject({ kind: "tooManyEvents" });
    expect(solution.outcome.t).toBeLessThanOrEqual(1.5 + 1e-9);
    expect(() => solution.pullback(undefined)).toThrow(IntegrationError);
  }
});

test("A grazing event is found, and refuses its gradient by name.", () => {
  // At the highest point, the velocity crosses zero, and its cube has a triple root.
  const solution = solve(ball(0, 8), Float64Array.of(0, 4), [0, 0.9], {
    ...{ backend: float64, method: "rk4", stepsPerInterval: 2 },
    events: [
      {
        name: "top",
        condition: {
          evaluate: (_t, [, v = 0]) => v ** 3,
          vjp(_t, [, v = 0], _p, g, yBar) {
            yBar[1] = (yBar[1] as number) + 3 * v * v * (g as number);
          },
        },
      },
    ],
  });
  expect(solution.events?.t).toEqual([expect.closeTo(0.5, 4)]);
  const pull = () => solution.pullback(undefined, { events: { times: Float64Array.of(1) } });
  expect(pull).toThrow(GrazingEventError);
  expect(pull).toThrow(/^top\.condition hardly changes/);
  // What does not depend on the event can be differentiated.
  expect(solution.pullback(Float64Array.of(0, 0, 1, 0)).y0[0]).toBeCloseTo(1, 14);
});

test("The continuous adjoint has the gradient of the time of an event, to the tolerance.", () => {
  const { y0 } = solve(growth(1), Float64Array.of(1), [0, 1], {
    ...{ ...tight, adjoint: continuousAdjoint() },
    events: [{ condition: linear([1], [], -2), terminal: true }],
  }).pullback(undefined, { events: { times: Float64Array.of(1) } });
  expect(y0[0]).toBeCloseTo(-1, 6);
});

test("The continuous adjoint has the gradients of the continuous problem, through events and resets too.", () => {
  const pulled = (adjoint: ReturnType<typeof continuousAdjoint>) => {
    const solution = solve(oscillator, Float64Array.from(start), Float64Array.of(0, 2, 5), {
      ...{ backend: float64, adjoint, rtol: 1e-10, atol: 1e-10 },
      events: [{ condition, direction: -1, reset }, { condition: secondCondition }],
    });
    const { times, states } = solution.events as NonNullable<typeof solution.events>;
    const { y0, parameters, t } = solution.pullback(solution.ys, {
      times: true,
      events: { times, states },
    });
    return [y0, parameters[0] as Numbers, t as Numbers].flatMap((values) => [...values]);
  };
  const expected = pulled(symplecticAdjoint());
  const scale = Math.max(...expected.map(Math.abs));
  for (const [i, value] of pulled(continuousAdjoint()).entries())
    expect(Math.abs(value - (expected[i] as number)) / scale).toBeLessThan(1e-8);
});

test.each(exactAdjoints)(
  "An asynchronous backend finds the same events, and gets the same gradients, speculating or not (%s).",
  async (_, adjoint) => {
    for (const speculate of [true, false]) {
      const [expected, found] = await Promise.all(
        [float64, asynchronousFloat64].map(async (backend) => {
          const solution = await solveAsync(ball(0.8, 9.8), Float64Array.of(50, 0), [0, 2, 5, 9], {
            ...{ adjoint, backend, speculate, rtol: 1e-6, atol: 1e-6 },
            events: [{ condition: linear([1, 0]), direction: -1, reset: bounce }],
          });
          const { ys, events, stats } = solution;
          const { readbacks, discarded } = stats.forward;
          const values = [ys, events?.t, await solution.pullbackAsync(ys)];
          return { readbacks, discarded, values };
        }),
      );
      expect(found?.values).toEqual(expected?.values);
      expect(found?.readbacks).toBeGreaterThan(0);
      // The attempts made in advance where an event cuts the step before.
      if (speculate) expect(found?.discarded).toBeGreaterThan(0);
    }
  },
);
