import { float64 } from "@symplectic-adjoint/backend-float64";
import type { ForwardPass, Problem, ProblemObserver, State } from "@symplectic-adjoint/core";
import { explicitRungeKutta } from "@symplectic-adjoint/runge-kutta";
import { readScalar, runAsync, runSync } from "@symplectic-adjoint/solver";
import { fixedSteps, integralController } from "@symplectic-adjoint/step-size";
import { tableaux } from "@symplectic-adjoint/tableaux";
import { describe, expect, test } from "vitest";
import { asynchronousFloat64 } from "../support/asynchronous-float64.js";
import { exactAdjoints } from "../support/exact-adjoints.js";
import { wave, waveStart } from "./wave.js";

/** Ends at the first step whose end is below a threshold; the value is read as a norm. */
const below = (threshold: number): ProblemObserver<Float64Array> => ({
  *accepted(_, __, after) {
    const unit = { rtol: [0], atol: [1] };
    const size = yield* readScalar(
      { backend: float64 },
      float64.errorNorm(after, after, after, unit),
    );
    return size < threshold ? "event" : undefined;
  },
});

function problem(changes: Partial<Problem<Float64Array>> = {}): Problem<Float64Array> {
  const y0: State<Float64Array> = [waveStart];
  const given = { t0: 0, y0, structure: { kind: "leaf" }, differentiate: true } as const;
  return {
    backend: float64,
    dynamics: float64.dynamics(wave, given),
    y0,
    times: [0, 0.5, 4],
    method: explicitRungeKutta(tableaux.dopri5),
    controller: fixedSteps({ stepSize: 0.125 }),
    tolerances: { rtol: [1e-6], atol: [1e-6] },
    stepT: [],
    jumpT: [],
    maxNumSteps: 1000,
    readsScalars: true,
    ...changes,
  };
}

/** The outputs, the end, and the gradient of the last output. */
function pulled(pass: ForwardPass<Float64Array>) {
  const cotangents = pass.outputs.map((_, i) =>
    i === pass.outputs.length - 1 ? [Float64Array.of(1)] : undefined,
  );
  const { y0, parameters } = runSync(pass.pullback(cotangents, [0]), float64);
  return { outputs: pass.outputs, gradient: [y0, parameters] };
}

describe.each(exactAdjoints)("An observer that ends the walk, under %s,", (_, adjoint) => {
  test.each([
    ["fixed", fixedSteps({ stepSize: 0.125 })],
    ["adaptive", integralController()],
  ])("leaves the solution up to there, and its exact gradient: %s steps.", (__, controller) => {
    const ended = runSync(
      adjoint.solve(problem({ controller, observer: below(0.3) }), "once"),
      float64,
    );
    expect(ended.outcome.kind).toBe("event");
    const last = ended.steps.at(-1);
    expect(ended.outcome.t).toBe(last?.end);
    expect(last?.end).toBeLessThan(4);
    expect(last?.outputs).toEqual([{ index: 2, theta: 1 }]);
    expect(ended.outputs).toHaveLength(3);
    expect(ended.outputs[2]?.[0]?.[0]).toBeLessThan(0.3);

    // The same steps, asked for as a grid that ends there.
    const grid = ended.steps.map(({ end }) => end);
    const times = [0, 0.5, last?.end as number];
    const again = runSync(
      adjoint.solve(
        problem({ times, stepT: grid, controller: { ...fixedSteps(), requiredTimes: () => grid } }),
        "once",
      ),
      float64,
    );
    expect(again.steps.map(({ t, h }) => [t, h])).toEqual(ended.steps.map(({ t, h }) => [t, h]));
    const [one, other] = [pulled(ended), pulled(again)];
    const numbers = ({ outputs, gradient }: typeof one) =>
      [...outputs, ...gradient].flatMap((state) => state.flatMap((leaf) => [...leaf]));
    expect(numbers(one).length).toBeGreaterThan(4);
    numbers(one).forEach((value, i) => {
      expect(Math.abs(value - (numbers(other)[i] as number))).toBeLessThanOrEqual(1e-14);
    });
  });

  test("may wait for a value.", async () => {
    const waiting: ProblemObserver<Float64Array> = {
      *accepted(__, ___, after) {
        yield Promise.resolve();
        return (after[0]?.[0] as number) < 0.3 ? "event" : undefined;
      },
    };
    const later = problem({ backend: asynchronousFloat64, observer: waiting });
    const ended = await runAsync(adjoint.solve(later, "once"), asynchronousFloat64);
    expect(ended.outcome.kind).toBe("event");
    const { gradient } = pulled(ended);
    const atOnce = runSync(adjoint.solve(problem({ observer: below(0.3) }), "once"), float64);
    expect(gradient).toEqual(pulled(atOnce).gradient);
    expect(() => runSync(adjoint.solve(later, "once"), float64)).toThrow("promise");
  });
});
