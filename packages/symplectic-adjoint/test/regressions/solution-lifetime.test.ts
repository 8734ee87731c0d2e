import {
  InvalidArgumentError,
  InvalidDynamicsError,
  ParametersChangedError,
  ReleasedError,
} from "@symplectic-adjoint/core";
import * as tf from "@tensorflow/tfjs";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import {
  disposeAbandonedTape,
  type OdeFunction,
  type Solution,
  solve,
  solveAsync,
} from "../../src/index.js";
import { strategies } from "../support/tfjs/strategies.js";

type Solved = Solution<tf.Tensor, tf.Tensor>;

const times = [0, 0.4, 1];
const rough = { method: "bosh3", rtol: 1e-3, atol: 1e-4 } as const;

let before = 0;
let w: tf.Variable;

beforeEach(async () => {
  await tf.setBackend("cpu");
  w = tf.tidy(() => tf.variable(tf.scalar(-0.7)));
  before = tf.memory().numTensors;
});

afterEach(() => {
  expect(tf.memory().numTensors).toBe(before);
  w.dispose();
});

const f = (_t: number, y: tf.Tensor): tf.Tensor => tf.tanh(tf.mul(y, w));

/** Numbers of gradients, which are freed. */
function taken({ y0, parameters }: { y0: tf.Tensor; parameters: ReadonlyArray<tf.Tensor> }) {
  const numbers = [y0, ...parameters].map((leaf) => Array.from(leaf.dataSync()));
  tf.dispose([y0, ...parameters]);
  return numbers;
}

describe.each(strategies)("With $name,", ({ adjoint, exact }) => {
  const solved = (func: typeof f = f) => {
    const y0 = tf.tensor1d([1, 2]);
    try {
      const options = { ...rough, adjoint: adjoint() };
      return solve(func as OdeFunction<tf.Tensor>, y0, times, options) as Solved;
    } finally {
      y0.dispose();
    }
  };
  const right = () => {
    const solution = solved();
    const numbers = taken(solution.pullback(solution.ys));
    solution.dispose();
    return numbers;
  };

  test("dispose() while pullbackAsync is at work ends it with a ReleasedError, or lets it come to its end.", async () => {
    const expected = right();
    for (let turns = 0; turns < 12; turns++) {
      const solution = solved();
      const cotangents = tf.clone(solution.ys);
      let outcome: unknown;
      const promise = solution.pullbackAsync(cotangents).then(
        (gradients) => {
          outcome = taken(gradients);
        },
        (error) => {
          outcome = error;
        },
      );
      for (let i = 0; i < turns; i++) await Promise.resolve();
      solution.dispose();
      solution.dispose();
      await promise;
      cotangents.dispose();
      if (outcome instanceof Error) expect(outcome).toBeInstanceOf(ReleasedError);
      else expect(outcome).toEqual(expected);
      expect(tf.memory().numTensors, `after ${turns} turns`).toBe(before);
    }
  });

  test("dispose() inside f ends the running pullback at its next read, or after it.", () => {
    const expected = right();
    let solution: Solved | undefined;
    let disposes = false;
    solution = solved((t, y) => {
      if (disposes) solution?.dispose();
      return f(t, y);
    });
    const cotangents = tf.clone(solution.ys);
    disposes = true;
    try {
      expect(taken(solution.pullback(cotangents))).toEqual(expected);
      expect(exact).toBe(true);
    } catch (error) {
      expect(error).toBeInstanceOf(ReleasedError);
      expect(exact).toBe(false);
    }
    solution.dispose();
    expect(() => solution?.pullback(cotangents)).toThrow(ReleasedError);
    cotangents.dispose();
  });

  test("two concurrent pullbacks have the same results as separate ones.", async () => {
    const expected = right();
    const solution = solved();
    const twice = tf.mul(solution.ys, 2);
    const [once, doubled, meanwhile] = await Promise.all([
      solution.pullbackAsync(solution.ys),
      solution.pullbackAsync(twice),
      Promise.resolve().then(() => solution.pullback(solution.ys)),
    ]);
    expect(taken(once)).toEqual(expected);
    expect(taken(meanwhile)).toEqual(expected);
    const scaled = taken(doubled);
    for (const [i, leaf] of expected.entries())
      for (const [j, value] of leaf.entries()) expect(scaled[i]?.[j]).toBeCloseTo(2 * value, 3);
    twice.dispose();
    solution.dispose();
  });

  test("pullbackAsync while a tape records is an error with a remedy.", async () => {
    const solution = solved();
    let promise: Promise<unknown> | undefined;
    const gradient = tf.grad((x) => {
      promise = solution.pullbackAsync(solution.ys);
      promise.catch(() => {});
      return tf.sum(tf.square(x));
    })(w);
    gradient.dispose();
    await expect(promise).rejects.toThrow(InvalidArgumentError);
    await expect(promise).rejects.toThrow(/differentiable/);
    solution.dispose();
  });

  test("y0 may be disposed of, or assigned to, as soon as a solve is done or promised.", async () => {
    const expected = right();
    for (const t of [times, tf.tensor1d(times)]) {
      const tensor = tf.tensor1d([1, 2]);
      const variable = tf.variable(tensor);
      const options = { ...rough, adjoint: adjoint() };
      const promises = [tensor, variable].map((y0) =>
        solveAsync(f as OdeFunction<tf.Tensor>, y0 as tf.Tensor, t, options),
      );
      tensor.dispose();
      const other = tf.tensor1d([9, 9]);
      variable.assign(other as tf.Tensor1D);
      other.dispose();
      for (const promise of promises) {
        const solution = (await promise) as Solved;
        const numbers = taken(solution.pullback(solution.ys));
        for (const [i, leaf] of expected.entries())
          for (const [j, value] of leaf.entries()) expect(numbers[i]?.[j]).toBeCloseTo(value, 5);
        solution.dispose();
      }
      variable.dispose();
      tf.dispose(t);
    }
    const variable = tf.tidy(() => tf.variable(tf.tensor1d([1, 2])));
    const solution = solve(f as OdeFunction<tf.Tensor>, variable as tf.Tensor, times, {
      ...rough,
      adjoint: adjoint(),
    }) as Solved;
    const other = tf.tensor1d([9, 9]);
    variable.assign(other as tf.Tensor1D);
    expect(taken(solution.pullback(solution.ys))).toEqual(expected);
    tf.dispose([variable, other]);
    solution.dispose();
  });

  test("a tensor that f captured may be disposed of by f itself, or as soon as a solve is promised.", async () => {
    const scaled = (factor: tf.Tensor, afterwards: () => void = () => {}) => {
      let calls = 0;
      return (_t: number, y: tf.Tensor): tf.Tensor => {
        const dy = tf.tanh(tf.mul(y, factor));
        if (++calls === 3) afterwards();
        return dy;
      };
    };
    const y0 = tf.tensor1d([1, 2]);
    const options = { ...rough, adjoint: adjoint() };
    const numbersOf = (solution: Solved) => {
      const numbers = taken(solution.pullback(solution.ys));
      solution.dispose();
      return numbers;
    };
    const [kept, byF, byUs] = [0, 1, 2].map(() => tf.scalar(-0.7)) as [
      tf.Scalar,
      tf.Scalar,
      tf.Scalar,
    ];
    const expected = numbersOf(solve(scaled(kept), y0, times, options));
    kept.dispose();
    expect(
      numbersOf(
        solve(
          scaled(byF, () => byF.dispose()),
          y0,
          times,
          options,
        ),
      ),
    ).toEqual(expected);
    const promise = solveAsync(scaled(byUs), y0, times, options);
    byUs.dispose();
    expect(numbersOf(await promise)).toEqual(expected);
    y0.dispose();
  });

  test("a parameter that is assigned to while an asynchronous solve is at work is an error that names it.", async () => {
    const y0 = tf.tensor1d([1, 2]);
    const promise = solveAsync(f, y0, times, { ...rough, adjoint: adjoint() });
    const other = tf.scalar(0.1);
    w.assign(other);
    await expect(promise).rejects.toThrow(ParametersChangedError);
    await expect(promise).rejects.toThrow(/^parameters\[0\] changed during an asynchronous solve/);
    tf.dispose([y0, other]);
  });

  test("differentiable rejects a y0 that was assigned to since the solve, and accepts others.", async () => {
    const options = { ...rough, adjoint: adjoint() };
    for (const t of [times, tf.tensor1d(times)]) {
      const start = tf.tidy(() => tf.variable(tf.tensor1d([1, 2])));
      const same = tf.tensor1d([1, 2]);
      const solutions = [
        solve(f, start as tf.Tensor, t, options),
        await solveAsync(f, start as tf.Tensor, t, options),
      ];
      const gradientAt = (solution: Solved, y0: tf.Tensor) =>
        tf.tidy(() => {
          const loss = (y: tf.Tensor) => tf.sum(tf.square(solution.differentiable(y)));
          return Array.from(tf.grad(loss)(y0).dataSync());
        });
      for (const solution of solutions)
        expect(gradientAt(solution, start)).toEqual(gradientAt(solution, same));
      const other = tf.tensor1d([1.5, 2]);
      start.assign(other as tf.Tensor1D);
      for (const solution of solutions) {
        expect(() => gradientAt(solution, start)).toThrow(InvalidArgumentError);
        expect(() => gradientAt(solution, start)).toThrow(/assigned to since.*Solve again/);
        disposeAbandonedTape();
        expect(gradientAt(solution, same)).toHaveLength(2);
        solution.dispose();
      }
      tf.dispose([start, same, other]);
      tf.dispose(t);
    }
  });

  test("an f that disposes of its argument is rejected at any evaluation, with an explanation.", () => {
    for (const from of [1, 2, 5, 9, 14]) {
      let calls = 0;
      const disposing = (t: number, y: tf.Tensor) => {
        const dy = f(t, y);
        if (++calls >= from) y.dispose();
        return dy;
      };
      const attempt = () => {
        const solution = solved(disposing);
        try {
          taken(solution.pullback(solution.ys));
        } finally {
          solution.dispose();
        }
      };
      let error: unknown;
      try {
        attempt();
      } catch (thrown) {
        error = thrown;
      }
      if (calls < from) continue;
      expect(error).toBeInstanceOf(InvalidDynamicsError);
      expect((error as Error).message).toMatch(/disposed of its argument y/);
      expect(tf.memory().numTensors).toBe(before);
    }
  });

  test("an f that returns its argument, one tensor twice, or a parameter, has the gradient of what it returns.", () => {
    const integrate = (func: (q: tf.Tensor, p: tf.Tensor) => readonly [tf.Tensor, tf.Tensor]) => {
      const y0 = [tf.tensor1d([1, 2]), tf.tensor1d([3, 4])];
      const solution = solve(
        ((_t: number, [q, p]: [tf.Tensor, tf.Tensor]) => func(q, p)) as never,
        y0 as never,
        times,
        { method: "rk4", adjoint: adjoint() },
      ) as unknown as Solution<tf.Tensor, Array<tf.Tensor>>;
      const gradients = solution.pullback(solution.ys);
      const numbers = [...solution.ys, ...gradients.y0, ...gradients.parameters].map((leaf) =>
        Array.from(leaf.dataSync()),
      );
      tf.dispose([...gradients.y0, ...gradients.parameters, ...y0]);
      solution.dispose();
      return numbers;
    };
    const zero = tf.scalar(0);
    const constant = tf.tidy(() => tf.variable(tf.tensor1d([0.5, 0.25])));
    const pairs = [
      [(q, p) => [p, q], (q, p) => [tf.add(p, 0), tf.add(q, 0)]],
      [
        (q) => {
          const dy = tf.neg(q);
          return [dy, dy];
        },
        (q) => [tf.neg(q), tf.neg(q)],
      ],
      [(q) => [q, q], (q) => [tf.mul(q, 1), tf.mul(q, 1)]],
      [
        () => [constant, constant],
        (q) => [constant, constant].map((c) => tf.add(c, tf.mul(q, zero))),
      ],
    ] as ReadonlyArray<ReadonlyArray<Parameters<typeof integrate>[0]>>;
    for (const [short, long] of pairs) {
      const [actual, wanted] = [integrate(short as never), integrate(long as never)];
      for (const [i, leaf] of actual.entries())
        for (const [j, value] of leaf.entries())
          expect(value).toBeCloseTo(wanted[i]?.[j] as number, 4);
    }
    tf.dispose([zero, constant]);
  });
});
