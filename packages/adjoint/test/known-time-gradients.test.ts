import type { ForwardPass, Method, Problem } from "@symplectic-adjoint/core";
import { explicitRungeKutta } from "@symplectic-adjoint/runge-kutta";
import { runSync } from "@symplectic-adjoint/solver";
import {
  discreteReferences,
  fixedSteps,
  lorenz,
  type NumberArray,
  setUpProblem,
  smallTableaux,
  type TestProblem,
} from "@symplectic-adjoint/testing";
import { describe, expect, test } from "vitest";
import {
  backpropagation,
  checkpointPerStep,
  oneCheckpoint,
  symplecticAdjoint,
} from "../src/index.js";
import { dividing } from "./support/dividing.js";

const strategies = [
  symplecticAdjoint(),
  checkpointPerStep({ window: "step" }),
  oneCheckpoint(),
  backpropagation(),
];

/** The gradients for times of a solve, for a cotangent of each output. */
function timesOf(
  func: TestProblem,
  method: Method,
  options: Partial<Problem<NumberArray>>,
  cotangentOf: (output: ReadonlyArray<number>, index: number) => ReadonlyArray<number> | undefined,
  adjoint = symplecticAdjoint(),
) {
  const { backend, problem } = setUpProblem(func, method, {
    ...options,
    differentiatesTimes: true,
  });
  const pass: ForwardPass<NumberArray> = runSync(adjoint.solve(problem, "once"), backend);
  const cotangents = pass.outputs.map(([leaf], index) => {
    const row = cotangentOf(leaf?.values ?? [], index);
    return row && [backend.array(row)];
  });
  const request = { times: { times: true, jumpT: true } };
  const gradients = runSync(pass.pullback(cotangents, [0], request), backend);
  const numbers = (list: ReadonlyArray<NumberArray | number> = []) =>
    list.map((scalar) => (typeof scalar === "number" ? scalar : (scalar.values[0] as number)));
  return {
    times: numbers(gradients.times),
    jumpT: numbers(gradients.jumpT),
    last: pass.outputs.at(-1)?.[0]?.values ?? [],
    statistics: pass.statistics,
  };
}

const close = (values: ReadonlyArray<number>, digits: number) =>
  values.map((value) => expect.closeTo(value, digits));

describe.each(strategies)("With $name,", (adjoint) => {
  test.each(discreteReferences())(
    "times of $problem.name in $steps steps of $method are as known",
    ({ problem, method, steps, dL_dt0, dL_dt1 }) => {
      const tableau = smallTableaux[method as keyof typeof smallTableaux];
      const { times } = timesOf(
        problem,
        explicitRungeKutta(tableau),
        { times: [problem.t0, problem.t1], controller: dividing(steps, "intervals") },
        (row, index) => (index === 0 ? undefined : row.map((value) => 2 * value)),
        adjoint,
      );
      const size = Math.max(Math.abs(dL_dt0), Math.abs(dL_dt1), 1);
      expect(times.map((value) => value / size)).toEqual(close([dL_dt0 / size, dL_dt1 / size], 10));
    },
  );

  test("one Euler step of y' = y cos(p t) has the derivatives by hand.", () => {
    const [p, t0, t1, y0] = [1.7, 0.3, 0.8, 1.2];
    const func = cosine(p, y0);
    const { times } = timesOf(
      func,
      explicitRungeKutta(smallTableaux.euler),
      { times: [t0, t1], controller: fixedSteps(1) },
      (_, index) => (index === 0 ? undefined : [1]),
      adjoint,
    );
    const rate = y0 * Math.cos(p * t0);
    const byT0 = -rate - (t1 - t0) * y0 * p * Math.sin(p * t0);
    expect(times).toEqual(close([byT0, rate], 14));
  });

  test("the integral of a solution that a jump starts has the derivative of its time.", () => {
    const { last, jumpT } = timesOf(
      switched(0.5),
      explicitRungeKutta(smallTableaux.rk4),
      { times: [0, 1], jumpT: [0.5], controller: fixedSteps(1 / 80) },
      (_, index) => (index === 0 ? undefined : [0, 1]),
      adjoint,
    );
    expect(last[1]).toBeCloseTo(0.1065306598, 9);
    expect(jumpT).toEqual(close([-0.3934693408], 9));
  });

  test("nothing changes if all times of an autonomous problem move together.", () => {
    const { times } = timesOf(
      lorenz(),
      explicitRungeKutta(smallTableaux.dopri5),
      {
        times: [0, 0.1, 0.25, 0.3, 0.6],
        interpolates: true,
        controller: dividing(12, "proportional"),
      },
      (row, index) => row.map((_, d) => Math.sin(index + d)),
      adjoint,
    );
    const size = times.reduce((sum, value) => sum + Math.abs(value), 0);
    expect(size).toBeGreaterThan(1);
    expect(times.reduce((sum, value) => sum + value, 0) / size).toBeCloseTo(0, 13);
  });

  test("gradients for landed times cost no evaluation of f.", () => {
    const given = { times: [0, 0.1, 0.3], controller: fixedSteps(0.05) };
    const method = explicitRungeKutta(smallTableaux.dopri5);
    const { statistics } = timesOf(lorenz(), method, given, (row) => row, adjoint);
    const { backend, problem } = setUpProblem(lorenz(), method, given);
    const plain = runSync(adjoint.solve(problem, "once"), backend);
    runSync(plain.pullback(plain.outputs, [0]), backend);
    const { evaluations, vjps } = plain.statistics.backward;
    expect(statistics.backward).toMatchObject({ evaluations, vjps });
    expect(statistics.forward).toMatchObject({ evaluations: plain.statistics.forward.evaluations });
  });
});

/** y' = y cos(p t). */
function cosine(p: number, y0: number): TestProblem {
  return {
    ...{ name: "cosine", t0: 0, t1: 1, y0: Float64Array.of(y0), parameters: Float64Array.of(p) },
    evaluate(t, [y = 0], _p, dy) {
      dy[0] = y * Math.cos(p * t);
    },
    vjp(t, [y = 0], _p, [g = 0], yBar, pBar) {
      yBar[0] = (yBar[0] as number) + g * Math.cos(p * t);
      pBar[0] = (pBar[0] as number) - g * y * t * Math.sin(p * t);
    },
    timeDerivative(t, [y = 0], _p, out) {
      out[0] = -y * p * Math.sin(p * t);
    },
  };
}

/** y' = −y + [t ≥ τ], J' = y, from zero. */
function switched(tau: number): TestProblem {
  return {
    ...{ name: "switched", t0: 0, t1: 1, y0: Float64Array.of(0, 0), parameters: Float64Array.of() },
    evaluate(t, [y = 0], _p, dy) {
      dy[0] = -y + (t >= tau ? 1 : 0);
      dy[1] = y;
    },
    vjp(_t, _y, _p, [g = 0, h = 0], yBar) {
      yBar[0] = (yBar[0] as number) - g + h;
    },
  };
}
