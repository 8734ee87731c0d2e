import {
  type ForwardPass,
  type PointCotangent,
  type Problem,
  type State,
  type Structure,
  type Tree,
  UnsupportedGradientError,
} from "@symplectic-adjoint/core";
import { runSync } from "@symplectic-adjoint/solver";
import { checkTimesValues } from "../options/check-times.js";
import {
  isTimesArray,
  readTimesSync,
  type Times,
  type TimesArrays,
  timesNames,
} from "../options/read-times.js";
import { requireLike } from "./check-like.js";
import { type DenseOutput, type DenseQuantity, denseOutput } from "./dense-output.js";
import { requestOf } from "./join-solution.js";
import { joinScalars, timesGradients } from "./scalars.js";
import type { PullbackOptions } from "./solution.js";
import { noStepsError, notDenseError } from "./solution-errors.js";
import { userTree } from "./user-tree.js";

/** The dense output of a solution, for its user. */
export interface SolutionEvaluator<A> {
  evaluate(t: number | Times<A>, quantity: DenseQuantity): Tree<A>;
  /** The cotangents of points, from those of rows; the open scope owns them. */
  points(
    given: NonNullable<PullbackOptions<A, Tree<A>>["dense"]>,
    movesSteps: boolean,
  ): ReadonlyArray<PointCotangent<A>>;
  release(): void;
}

/** The parts of a solution that evaluate it. */
export interface EvaluatedSolution<A> {
  readonly prepared: {
    readonly problem: Problem<A>;
    readonly structure: Structure;
    /** Times that were given as arrays. */
    readonly times: TimesArrays<A>;
  };
  readonly pass: ForwardPass<A>;
  /** Whether gradients can be computed. */
  readonly canDifferentiate: boolean;
  checkAlive(argument: string): void;
}

/** Evaluates a solution anywhere, on the active tape if there is one. */
export function solutionEvaluator<A>(solution: EvaluatedSolution<A>): SolutionEvaluator<A> {
  const { pass, canDifferentiate } = solution;
  const { problem, structure, times: arrays } = solution.prepared;
  const { backend, y0, dynamics } = problem;
  let output: DenseOutput<A> | undefined;
  const need = (argument: string): DenseOutput<A> => {
    solution.checkAlive(argument);
    if (pass.dense === undefined) throw notDenseError(argument);
    if (pass.steps.length === 0) throw noStepsError(argument);
    output ??= denseOutput(problem, pass.steps, pass.dense);
    return output;
  };

  function evaluate(t: number | Times<A>, quantity: DenseQuantity): Tree<A> {
    const dense = need(quantity === "state" ? "evaluate" : "derivative");
    const one = typeof t === "number";
    const times = one ? [t] : checkTimesValues(readTimesSync(t, backend));
    const compute = (): State<A> => {
      backend.openScope();
      let leaves: State<A> = [];
      try {
        const rows = dense.rows(times, quantity);
        leaves = one ? (backend.unstack(rows, 1)[0] as State<A>) : rows;
        return leaves;
      } finally {
        backend.closeScope([leaves]);
      }
    };
    const { tape } = backend;
    if (tape === undefined) return userTree(backend, structure, compute());
    const leaves = tape.suspended(compute);
    if (canDifferentiate && tape.isRecording()) {
      record(leaves, times, quantity, !one && isTimesArray(t, backend) ? t : undefined, one);
    }
    return userTree(backend, structure, leaves);
  }

  /** Records rows, or a single state, on the tape. */
  function record(
    outputs: State<A>,
    times: ArrayLike<number>,
    quantity: DenseQuantity,
    onTape: A | undefined,
    one: boolean,
  ): void {
    const { parameters } = dynamics;
    const dense = need("evaluate");
    const inputs = [...y0, ...parameters];
    // The times of the solve move its steps.
    const timed = timesNames.filter((name) => arrays[name] !== undefined);
    const moving = inputs.length + timed.length;
    const all = [...inputs, ...timed.map((name) => arrays[name] as A)];
    backend.tape?.join({
      name: quantity === "state" ? "OdeEvaluate" : "OdeDerivative",
      inputs: onTape === undefined ? all : [...all, onTape],
      outputs,
      pullback(cotangents, wanted) {
        solution.checkAlive("The gradient of evaluate");
        const wrt = parameters.map((_, i) => i).filter((i) => wanted[y0.length + i]);
        const wants = timed.filter((_, i) => wanted[inputs.length + i]);
        const gradients: Array<A | undefined> = [];
        backend.openScope();
        try {
          const full = outputs.map(
            (leaf, i) => cotangents[i] ?? (backend.zerosLike([leaf])[0] as A),
          );
          const rows = one ? backend.stack([full]) : full;
          const points = dense.pullback(times, quantity, rows, wants.length > 0);
          const request = { points, times: wants.length > 0 ? requestOf(wants) : undefined };
          const none = pass.outputs.map(() => undefined);
          const found = runSync(pass.pullback(none, wrt, request), backend);
          gradients.push(...found.y0);
          wrt.forEach((index, i) => {
            gradients[y0.length + index] = found.parameters[i] as A;
          });
          timed.forEach((name, i) => {
            if (!wanted[inputs.length + i]) return;
            gradients[inputs.length + i] = joinScalars(backend, timesGradients(found, name));
          });
          if (wanted[moving]) gradients[moving] = forTimes(times, quantity, rows);
          return gradients;
        } finally {
          backend.closeScope([gradients.filter((gradient) => gradient !== undefined)]);
        }
      },
      release() {},
    });
  }

  /** ∂L/∂t of evaluated states: their cotangents times the derivative of the interpolant. */
  function forTimes(times: ArrayLike<number>, quantity: DenseQuantity, cotangents: State<A>): A {
    if (quantity === "derivative") throw noSecondDerivative();
    const count = times.length;
    const slopes = backend.unstack(need("evaluate").rows(times, "derivative"), count);
    const rows = backend.unstack(cotangents, count);
    const products = rows.map((row, i) => backend.dot(row, slopes[i] as State<A>));
    return joinScalars(backend, products);
  }

  return {
    evaluate,
    points({ t, states, derivatives }, movesSteps) {
      const dense = need("pullback(cotangents, { dense })");
      const times = checkTimesValues(readTimesSync(t, backend));
      const like = dense.rows(times, "state");
      const pulled = (value: Tree<A> | undefined, quantity: DenseQuantity) =>
        value === undefined
          ? []
          : dense.pullback(
              ...([
                times,
                quantity,
                requireLike(backend, value, like, structure, "dense"),
              ] as const),
              movesSteps,
            );
      return [...pulled(states, "state"), ...pulled(derivatives, "derivative")];
    },
    release() {
      output = undefined;
    },
  };
}

function noSecondDerivative(): UnsupportedGradientError {
  return new UnsupportedGradientError({
    argument: "derivative(t)",
    problem: "was differentiated for t, which needs the second derivative of the interpolant",
    remedy: "Pass the times as numbers.",
  });
}
