import * as tf from "@tensorflow/tfjs";
import "@tensorflow/tfjs-backend-wasm";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import {
  OdeError,
  type OdeOptions,
  odeint,
  odeintAdjoint,
  odeintAdjointAsync,
  odeintAsync,
  odeintCheckpoint,
  odeintCheckpointAsync,
  odeintOnecheckpoint,
  odeintOnecheckpointAsync,
  odeintSymplecticAdjoint,
  odeintSymplecticAdjointAsync,
  type Solution,
} from "../../src/index.js";

type Arguments = [f: Dynamics, y0: tf.Tensor, t: Array<number>, options: OdeOptions<tf.Tensor>];
type Solve = (...args: Arguments) => tf.Tensor;
type SolveAsync = (...args: Arguments) => Promise<Solution<tf.Tensor, tf.Tensor>>;

const functions: ReadonlyArray<[string, Solve, SolveAsync]> = [
  ["odeint", odeint, odeintAsync],
  ["odeintAdjoint", odeintAdjoint, odeintAdjointAsync],
  ["odeintOnecheckpoint", odeintOnecheckpoint, odeintOnecheckpointAsync],
  ["odeintCheckpoint", odeintCheckpoint, odeintCheckpointAsync],
  ["odeintSymplecticAdjoint", odeintSymplecticAdjoint, odeintSymplecticAdjointAsync],
];
const times = [0, 0.4, 1];
const rough = { method: "bosh3", rtol: 1e-3, atol: 1e-4 } as const;

type Dynamics = (t: number, y: tf.Tensor) => tf.Tensor;

/** Fails the n-th time it is called. */
function failingAt(n: number, f: Dynamics): Dynamics {
  let calls = 0;
  return (t, y) => {
    const dy = f(t, y);
    if (++calls === n) throw new Error("failed on purpose");
    return dy;
  };
}

describe.each(["cpu", "wasm"])("On %s no tensor is left", (engine) => {
  let w: tf.Variable;
  let y0: tf.Tensor;
  const f: Dynamics = (_, y) => tf.tanh(tf.mul(y, w));

  beforeAll(async () => {
    expect(await tf.setBackend(engine)).toBe(true);
    expect(tf.getBackend()).toBe(engine);
    w = tf.tidy(() => tf.variable(tf.scalar(-0.7)));
    y0 = tf.tensor2d([[1, 2]]);
  });
  afterAll(() => tf.dispose([w, y0]));

  describe.each(functions)("by %s", (_, solve, solveAsync) => {
    test("after a solution, a gradient, and an asynchronous solution with its pullback.", async () => {
      const before = tf.memory().numTensors;
      solve(f, y0, times, rough).dispose();
      expect(tf.memory().numTensors).toBe(before);

      const { value, grads } = tf.variableGrads(
        () => tf.sum(solve(f, y0, times, rough)) as tf.Scalar,
        [w],
      );
      value.dispose();
      tf.dispose(grads);
      expect(tf.memory().numTensors).toBe(before);

      const solution = await solveAsync(f, y0, times, rough);
      const cotangent = tf.onesLike(solution.ys);
      const first = solution.pullback(cotangent);
      const second = await solution.pullbackAsync(cotangent);
      tf.dispose([cotangent, first.y0, second.y0, ...first.parameters, ...second.parameters]);
      solution.dispose();
      expect(tf.memory().numTensors).toBe(before);
      expect(() => solution.pullback(y0)).toThrow(OdeError);
      expect(tf.memory().numTensors).toBe(before);
    });

    test("after a loss that does not use the solution.", () => {
      const before = tf.memory().numTensors;
      const { value, grads } = tf.variableGrads(() => {
        solve(f, y0, times, rough);
        return tf.square(w) as tf.Scalar;
      }, [w]);
      value.dispose();
      tf.dispose(grads);
      expect(tf.memory().numTensors).toBe(before);
    });

    test.each([1, 2, 5, 9])("when f throws at its evaluation %i without a tape.", (n) => {
      const before = tf.memory().numTensors;
      expect(() => solve(failingAt(n, f), y0, times, rough)).toThrow("on purpose");
      expect(tf.memory().numTensors).toBe(before);
    });

    test("wherever f throws in an asynchronous solution or in its pullback.", async () => {
      const before = tf.memory().numTensors;
      let n = 0;
      for (let finished = false; !finished; ) {
        n += 3;
        finished = true;
        try {
          const solution = await solveAsync(failingAt(n, f), y0, times, rough);
          const cotangent = tf.onesLike(solution.ys);
          try {
            const gradients = solution.pullback(cotangent);
            tf.dispose([gradients.y0, ...gradients.parameters]);
          } finally {
            cotangent.dispose();
            solution.dispose();
          }
        } catch (error) {
          expect(String(error)).toContain("on purpose");
          finished = false;
        }
        expect(tf.memory().numTensors, `f failing at evaluation ${n}`).toBe(before);
      }
      expect(n).toBeGreaterThan(6);
    });

    test("after results of f that are no derivative, and failed integrations.", () => {
      const before = tf.memory().numTensors;
      const wrong: ReadonlyArray<[Dynamics, Partial<OdeOptions<tf.Tensor>>, string]> = [
        [() => tf.tensor1d([1]), {}, "INVALID_DYNAMICS"],
        [(() => undefined) as unknown as Dynamics, {}, "INVALID_DYNAMICS"],
        [(_, y) => tf.cast(y, "int32"), {}, "INVALID_DYNAMICS"],
        [(_, y) => tf.mul(y, Number.NaN), {}, "INTEGRATION_NON_FINITE_STATE"],
        [f, { maxNumSteps: 2, rtol: 1e-5 }, "INTEGRATION_TOO_MANY_STEPS"],
        [(_, y) => tf.square(y), { maxNumSteps: 400 }, "INTEGRATION_"],
        [f, { signal: { aborted: true } }, "INTEGRATION_ABORTED"],
      ];
      for (const [g, options, code] of wrong) {
        const attempt = () => solve(g, y0, times, { ...rough, ...options });
        expect(attempt).toThrow(expect.objectContaining({ code: expect.stringContaining(code) }));
        expect(tf.memory().numTensors, code).toBe(before);
      }
    });

    test("after parameters that changed between the passes.", async () => {
      const before = tf.memory().numTensors;
      const solution = await solveAsync(f, y0, times, rough);
      const cotangent = tf.onesLike(solution.ys);
      const old = w.clone();
      const moved = tf.add(old, 0.1);
      w.assign(moved);
      expect(() => solution.pullback(cotangent)).toThrow(
        expect.objectContaining({ code: "PARAMETERS_CHANGED" }),
      );
      w.assign(old);
      solution.dispose();
      cotangent.dispose();
      tf.dispose([old, moved]);
      expect(tf.memory().numTensors).toBe(before);
    });
  });
});
