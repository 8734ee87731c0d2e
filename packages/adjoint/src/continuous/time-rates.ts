import {
  nextAfter,
  type PassStatistics,
  type Problem,
  type State,
  stageTime,
} from "@symplectic-adjoint/core";

/**
 * ȳ_i · f(t_i, y_i): how the loss changes with the time of output `index`, of which only that output depends; f at the
 * end of a step is its left limit. The caller owns the result.
 */
export function outputTimeRate<A>(
  problem: Problem<A>,
  pass: PassStatistics,
  index: number,
  y: State<A>,
  cotangent: State<A>,
): A | number {
  const [from, end] = [problem.times[index - 1] as number, problem.times[index] as number];
  return rateOf(problem, pass, stageTime(from, end - from, end, 1), y, cotangent, 1);
}

/**
 * −λ · f(t_0, y_0): how the loss changes with the initial time, if y0 stays the same. λ is the cotangent of the state
 * at t_0 without that of output 0, which is y0 itself. The caller owns the result.
 */
export function initialTimeRate<A>(
  problem: Problem<A>,
  pass: PassStatistics,
  y0: State<A>,
  lambda: State<A>,
): A | number {
  const { times, jumpT } = problem;
  const [t0, t1] = times as [number, number];
  const start = jumpT.includes(t0) ? nextAfter(t0, t1 > t0 ? 1 : -1) : t0;
  return rateOf(problem, pass, start, y0, lambda, -1);
}

function rateOf<A>(
  { backend, dynamics }: Problem<A>,
  pass: PassStatistics,
  t: number,
  y: State<A>,
  cotangent: State<A>,
  sign: 1 | -1,
): A | number {
  let survivors: ReadonlyArray<State<A>> = [];
  backend.openScope();
  try {
    pass.evaluations++;
    const product = backend.dot(cotangent, dynamics.evaluate(t, y));
    if (typeof product === "number") return sign * product;
    const signed =
      sign === 1 ? [product] : backend.linearCombination(undefined, sign, [1], [[product]]);
    survivors = [signed];
    return signed[0] as A;
  } finally {
    backend.closeScope(survivors);
  }
}
