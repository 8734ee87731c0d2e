import * as tf from "@tensorflow/tfjs";
import { type Solution, solve, solveAsync } from "symplectic-adjoint";
import type { Strategy } from "../support/strategies.js";
import type { FaultProblem } from "./fault-problems.js";

type State = Record<string, tf.Tensor>;
type Dynamics = (t: number, y: State) => State;

/** One way to compute a solution and its gradients. */
export interface FaultMode {
  readonly title: string;
  /** Whether gradients pass through operations on the engine's tape. */
  readonly onTape: boolean;
  /** Returns all resulting numbers and frees everything. */
  run(setting: FaultSetting): Promise<ReadonlyArray<number>>;
}

/** A problem on the engine, with its solve options. */
export interface FaultSetting {
  readonly strategy: Strategy;
  readonly problem: FaultProblem;
  readonly y0: State;
  readonly weights: ReadonlyArray<tf.Tensor>;
  /** With the values of the weights. */
  readonly variables: ReadonlyArray<tf.Variable>;
  /** Runs code of the test itself, in which no fault is injected. */
  aside<T>(body: () => T): T;
  /** Creates f from weights; its calls are counted. */
  readonly dynamics: (weights: ReadonlyArray<tf.Tensor>) => Dynamics;
}

const numbersOf = (tensors: ReadonlyArray<tf.Tensor>): Array<number> =>
  tensors.flatMap((tensor) => Array.from(tensor.dataSync()));

/** a + b, saving neither. */
const plus = tf.customGrad((a, b) => ({
  value: tf.add(a as tf.Tensor, b as tf.Tensor),
  gradFunc: (dy) => [dy, dy],
}));

/**
 * Σ y² over all leaves, with operations that save at most one tensor: if cloning the second saved tensor of an
 * operation fails, TensorFlow.js leaks the first.
 */
const lossOf = (ys: State): tf.Scalar =>
  Object.values(ys)
    .map((leaf) => tf.sum(tf.square(leaf)))
    .reduce((sum, term) => plus(sum, term)) as tf.Scalar;

type Integrate = (setting: FaultSetting, f: Dynamics, y0: State) => State;

const byFunction: Integrate = ({ strategy, problem }, f, y0) =>
  (strategy.integrate as unknown as (...args: Array<unknown>) => State)(
    f,
    y0,
    problem.times,
    problem.options,
  );

const solving = (
  { strategy, problem }: FaultSetting,
  f: Dynamics,
  y0: State,
): Solution<tf.Tensor, State> =>
  solve(f as never, y0 as never, [...problem.times], {
    ...problem.options,
    adjoint: strategy.adjoint(),
  }) as unknown as Solution<tf.Tensor, State>;

const awaiting = (
  { strategy, problem }: FaultSetting,
  f: Dynamics,
  y0: State,
): Promise<Solution<tf.Tensor, State>> =>
  solveAsync(f as never, y0 as never, [...problem.times], {
    ...problem.options,
    adjoint: strategy.adjoint(),
  }) as unknown as Promise<Solution<tf.Tensor, State>>;

/** tf.grads of everything, with the solution computed by `integrate` inside. */
const gradsOf = (setting: FaultSetting, integrate: Integrate): ReadonlyArray<number> =>
  tf.tidy(() => {
    const { y0, weights, dynamics } = setting;
    const keys = Object.keys(y0);
    const gradients = tf.grads((...all) => {
      const start = Object.fromEntries(keys.map((key, i) => [key, all[i] as tf.Tensor]));
      return lossOf(integrate(setting, dynamics(all.slice(keys.length)), start));
    })([...Object.values(y0), ...weights]);
    return numbersOf(gradients);
  });

/** The pullback of a solution outside of any scope. */
async function pulled(
  solution: Solution<tf.Tensor, State>,
  asynchronously: boolean,
): Promise<ReadonlyArray<number>> {
  try {
    const { y0, parameters } = asynchronously
      ? await solution.pullbackAsync(solution.ys)
      : solution.pullback(solution.ys);
    const all = [...Object.values(solution.ys), ...Object.values(y0), ...parameters];
    try {
      return numbersOf(all);
    } finally {
      tf.dispose([...Object.values(y0), ...parameters]);
    }
  } finally {
    solution.dispose();
  }
}

export const faultModes: ReadonlyArray<FaultMode> = [
  {
    title: "without a gradient",
    onTape: false,
    run: async (setting) => {
      const ys = byFunction(setting, setting.dynamics(setting.weights), setting.y0);
      try {
        return numbersOf(Object.values(ys));
      } finally {
        tf.dispose(ys);
      }
    },
  },
  { title: "in tf.grads", onTape: true, run: async (setting) => gradsOf(setting, byFunction) },
  {
    title: "in minimize",
    onTape: true,
    run: async (setting) =>
      tf.tidy(() => {
        const { variables, weights, y0 } = setting;
        const f = setting.dynamics(variables);
        const optimizer = setting.aside(() => tf.train.sgd(0.1));
        try {
          const loss = optimizer.minimize(() => lossOf(byFunction(setting, f, y0)), true);
          return numbersOf([loss as tf.Scalar, ...variables]);
        } finally {
          optimizer.dispose();
          for (const [i, variable] of variables.entries()) variable.assign(weights[i] as tf.Tensor);
        }
      }),
  },
  {
    title: "by solve and pullback",
    onTape: false,
    run: async (setting) =>
      pulled(solving(setting, setting.dynamics(setting.weights), setting.y0), false),
  },
  {
    title: "by solve in tf.grads",
    onTape: true,
    run: async (setting) => {
      const solutions: Array<Solution<tf.Tensor, State>> = [];
      try {
        return gradsOf(setting, (_, f, y0) => {
          const solution = solving(setting, f, y0);
          solutions.push(solution);
          return solution.ys;
        });
      } finally {
        for (const solution of solutions) solution.dispose();
      }
    },
  },
  {
    title: "by solveAsync and pullbackAsync",
    onTape: false,
    run: async (setting) =>
      pulled(await awaiting(setting, setting.dynamics(setting.weights), setting.y0), true),
  },
  {
    title: "by solveAsync, differentiable in tf.grads",
    onTape: true,
    run: async (setting) => {
      const { y0, weights, dynamics } = setting;
      const solution = await awaiting(setting, dynamics(weights), y0);
      const keys = Object.keys(y0);
      try {
        return tf.tidy(() => {
          const gradients = tf.grads((...all) => {
            const start = Object.fromEntries(keys.map((key, i) => [key, all[i] as tf.Tensor]));
            return lossOf(solution.differentiable(start));
          })([...Object.values(y0), ...weights]);
          return numbersOf(gradients);
        });
      } finally {
        solution.dispose();
      }
    },
  },
];
