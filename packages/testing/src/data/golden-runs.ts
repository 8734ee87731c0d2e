import { mlp } from "../problems/mlp.js";
import { sineSquare } from "../problems/sine-square.js";
import type { TestProblem } from "../problems/test-problem.js";
import golden from "./float64.json" with { type: "json" };

/** A parameter of a golden run, and the gradient of the loss with respect to it. */
export interface GoldenParameter {
  readonly name: string;
  readonly shape: ReadonlyArray<number>;
  readonly values: Float64Array;
  readonly gradient: Float64Array;
}

/** One run of the PyTorch reference in float64; arrays are row-major. */
export interface GoldenRun {
  readonly name: string;
  /** The right-hand side, as a formula. */
  readonly dynamics: string;
  /** "dopri5", …; "adaptive_heun" for Heun with Euler embedded. */
  readonly method: string;
  readonly times: ReadonlyArray<number>;
  /** Undefined for methods of fixed steps, which take one step per interval. */
  readonly rtol: number | undefined;
  readonly atol: number | undefined;
  readonly firstStep: number | undefined;
  /** Accepted step times, the first included; undefined for methods of fixed steps. */
  readonly grid: ReadonlyArray<number> | undefined;
  readonly forwardEvaluations: number | undefined;
  /** f, its parameters one after the other, and y0. */
  readonly problem: TestProblem;
  readonly parameters: ReadonlyArray<GoldenParameter>;
  /** Shape of y0 and of each output. */
  readonly shape: ReadonlyArray<number>;
  /** The state at each output time. */
  readonly ys: ReadonlyArray<Float64Array>;
  /** The loss is Σ cotangent ∘ y over the output times. */
  readonly cotangents: ReadonlyArray<Float64Array>;
  readonly gradient: { readonly y0: Float64Array; readonly parameters: Float64Array };
}

/**
 * Whole runs of the PyTorch reference: outputs, accepted steps, evaluations and gradients, in float64. Steps land on
 * every output time, with safety 0.9, ifactor 10, dfactor 0.2 and the RMS norm. New arrays on every call.
 *
 * @example
 * const run = goldenRuns().find(({ method }) => method === "bosh3");
 * run?.forwardEvaluations; // 278
 */
export function goldenRuns(): ReadonlyArray<GoldenRun> {
  return golden.cases.map((run) => {
    const gradients: Readonly<Record<string, Nested | undefined>> = run.grads;
    const parameters = Object.entries(run.params).map(([name, values]) => ({
      name,
      shape: shapeOf(values),
      values: flat(values),
      gradient: flat(gradients[name] ?? []),
    }));
    const gradient = {
      y0: flat(run.grads.y0),
      parameters: flat(parameters.map((parameter) => Array.from(parameter.gradient))),
    };
    return {
      name: run.name,
      dynamics: run.dynamics,
      method: run.method,
      times: run.t,
      rtol: run.rtol ?? undefined,
      atol: run.atol ?? undefined,
      firstStep: run.firstStep ?? undefined,
      grid: run.grid ?? undefined,
      forwardEvaluations: run.forwardEvaluations ?? undefined,
      problem: problemOf(run.name, run.t, run.y0, parameters),
      parameters,
      shape: shapeOf(run.y0),
      ys: run.ys.map(flat),
      cotangents: run.cotangent.map(flat),
      gradient,
    };
  });
}

function problemOf(
  name: string,
  times: ReadonlyArray<number>,
  y0: Nested,
  parameters: ReadonlyArray<GoldenParameter>,
): TestProblem {
  const options = {
    t0: times[0] as number,
    t1: times.at(-1) as number,
    y0: flat(y0),
    parameters: flat(parameters.map(({ values }) => Array.from(values))),
  };
  if (name === "g") return { ...sineSquare(options), name };
  const [inputs = 0, hidden = 0] = parameters[0]?.shape ?? [];
  const batch = shapeOf(y0)[0] ?? 1;
  return { ...mlp({ inputs, hidden, batch, forcing: true, ...options }), name };
}

type Nested = number | ReadonlyArray<Nested>;

function flat(nested: Nested): Float64Array {
  const numbers: Array<number> = [];
  const collect = (part: Nested): void => {
    if (typeof part === "number") numbers.push(part);
    else part.forEach(collect);
  };
  collect(nested);
  return Float64Array.from(numbers);
}

function shapeOf(nested: Nested): ReadonlyArray<number> {
  return typeof nested === "number" ? [] : [nested.length, ...shapeOf(nested[0] ?? 0)];
}
