import {
  type Method,
  NO_MEMORY,
  type PassStatistics,
  type Reading,
  type State,
  type StepAttempt,
  type StepOperations,
  type StepProblem,
  type StepRequest,
  type StepReversal,
  type StepSpan,
} from "@symplectic-adjoint/core";
import { plainOperations, readScalar, scalarStates } from "@symplectic-adjoint/solver";

/** The iterations end where a further one changes nothing beyond this. */
const TOLERANCE = 1e-15;
const MOST_ITERATIONS = 200;

/**
 * The implicit midpoint rule, k = f(t + h/2, y + h/2 k), y⁺ = y + h k, solved by fixed-point iteration. Its adjoint solves
 * the transposed equation, g = h λ⁺ + h/2 Jᵀ g, by the same iteration; then λ = λ⁺ + Jᵀ g.
 */
export const implicitMidpoint: Method = Object.freeze({
  name: "implicit midpoint",
  order: 2,
  estimatesError: false,
  activeStages: 1,

  *attempt<V, A>(
    problem: StepProblem<A>,
    operations: StepOperations<V, A>,
    request: StepRequest<V>,
  ): Reading<StepAttempt<V, A>, A> {
    const { y, h, startSlope } = request;
    const mark = operations.mark();
    const slope = yield* midpointSlope(problem, operations, y, request);
    try {
      const next = scoped(problem, operations, () =>
        operations.linearCombination(y, h, [1], [slope]),
      );
      return {
        startSlope,
        next,
        memory: NO_MEMORY,
        endSlope: undefined,
        errorRatio: undefined,
        mark,
      };
    } finally {
      problem.backend.release(operations.stateOf(slope));
    }
  },

  *reverse<A>(context: StepReversal<A>, step: StepSpan, start: State<A>): Reading<void, A> {
    const { problem, pass, sink, wrt } = context;
    const { backend, dynamics } = problem;
    const { t, h } = step;
    const plain = plainOperations(problem, pass);
    const slope = yield* midpointSlope(problem, plain, start, step);
    const middle = scoped(problem, plain, () =>
      plain.linearCombination(start, h / 2, [1], [slope]),
    );
    backend.release(slope);
    pass.evaluations++;
    pass.recorded++;
    const linear = dynamics.record(t + h / 2, middle);
    try {
      const lambda = sink.lambda as State<A>;
      const scaled = (state: State<A>, weight: number, base?: State<A>) =>
        scoped(problem, plain, () => backend.linearCombination(base, weight, [1], [state]));
      let g = scaled(lambda, h);
      for (let i = 0; ; i++) {
        pass.vjps++;
        const { y: pulled, parameters } = linear.pullback(g, wrt);
        const base = scaled(lambda, h);
        const next = scaled(pulled, h / 2, base);
        backend.release(base);
        const change = yield* distance(problem, next, g, pass);
        backend.release(g);
        g = next;
        if (change <= TOLERANCE || i === MOST_ITERATIONS) {
          const result = scaled(pulled, 1, lambda);
          backend.release(pulled);
          backend.release(g);
          sink.addParameters(parameters);
          sink.replace(result);
          return;
        }
        backend.release(pulled);
        backend.release(parameters);
      }
    } finally {
      backend.release(middle);
      backend.release(linear.value);
      linear.release();
    }
  },
});

/** The slope at the midpoint; the caller's to release. */
function* midpointSlope<V, A>(
  problem: StepProblem<A>,
  operations: StepOperations<V, A>,
  y: V,
  { t, h }: StepSpan,
): Reading<V, A> {
  const { backend } = problem;
  let slope = scoped(problem, operations, () => operations.evaluate(t + h / 2, y));
  for (let i = 0; i < MOST_ITERATIONS; i++) {
    const next = scoped(problem, operations, () =>
      operations.evaluate(t + h / 2, operations.linearCombination(y, h / 2, [1], [slope])),
    );
    const change = yield* distance(
      problem,
      operations.stateOf(next),
      operations.stateOf(slope),
      operations.pass,
    );
    backend.release(operations.stateOf(slope));
    slope = next;
    if (change <= TOLERANCE) break;
  }
  return slope;
}

/** The RMS of a difference: a number that must be read. */
function* distance<A>(
  problem: StepProblem<A>,
  a: State<A>,
  b: State<A>,
  pass: PassStatistics,
): Reading<number, A> {
  const { backend } = problem;
  let norm: A | number = Number.NaN;
  backend.openScope();
  try {
    const unit = { rtol: a.map(() => 0), atol: a.map(() => 1) };
    norm = backend.errorNorm(backend.linearCombination(a, -1, [1], [b]), a, b, unit);
  } finally {
    backend.closeScope(scalarStates(norm));
  }
  return yield* readScalar(problem, norm, pass);
}

/** What `body` makes, and nothing else that is made meanwhile. */
function scoped<V, A>(
  { backend }: StepProblem<A>,
  operations: Pick<StepOperations<V, A>, "stateOf">,
  body: () => V,
): V {
  const survivors: Array<State<A>> = [];
  backend.openScope();
  try {
    const made = body();
    survivors.push(operations.stateOf(made));
    return made;
  } finally {
    backend.closeScope(survivors);
  }
}
