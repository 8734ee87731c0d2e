import {
  type Linearization,
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
  // The midpoint, which costs an iteration to find.
  keptStages: 1,

  *attempt<V, A>(
    problem: StepProblem<A>,
    operations: StepOperations<V, A>,
    request: StepRequest<V>,
  ): Reading<StepAttempt<V, A>, A> {
    const { y, h, startSlope, keepsStages } = request;
    const mark = operations.mark();
    const slope = yield* midpointSlope(problem, operations, y, request);
    try {
      const [next, ...stages] = scopedAll(problem, operations, () =>
        (keepsStages ? [h, h / 2] : [h]).map((length) =>
          operations.linearCombination(y, length, [1], [slope]),
        ),
      ) as [V, ...Array<V>];
      return {
        startSlope,
        next,
        memory: NO_MEMORY,
        endSlope: undefined,
        errorRatio: undefined,
        mark,
        stages: keepsStages ? stages : undefined,
      };
    } finally {
      problem.backend.release(operations.stateOf(slope));
    }
  },

  *reverse<A>(
    context: StepReversal<A>,
    step: StepSpan,
    start: State<A>,
    stages?: ReadonlyArray<State<A>>,
  ): Reading<void, A> {
    const { problem, pass, sink, wrt } = context;
    const { backend, dynamics } = problem;
    const { t, h } = step;
    const lambda = sink.lambda as State<A>;
    const plain = plainOperations(problem, pass);
    const combined = (base: State<A> | undefined, weights: Array<number>, terms: Array<State<A>>) =>
      scoped(problem, plain, () => backend.linearCombination(base, 1, weights, terms));
    /** Whatever throws, and wherever this is given up, what it holds is freed. */
    const held = new Set<State<A>>();
    const hold = (state: State<A>) => {
      held.add(state);
      return state;
    };
    const drop = (state: State<A>) => {
      held.delete(state);
      backend.release(state);
    };
    let record: Linearization<A> | undefined;
    try {
      let middle = stages?.[0];
      if (middle === undefined) {
        const slope = hold(yield* midpointSlope(problem, plain, start, step));
        middle = hold(combined(start, [h / 2], [slope]));
      }
      pass.evaluations++;
      pass.recorded++;
      record = dynamics.record(t + h / 2, middle);
      hold(record.value);
      let g = hold(combined(undefined, [h], [lambda]));
      for (let i = 0; ; i++) {
        pass.vjps++;
        const pulled = record.pullback(g, wrt);
        hold(pulled.y);
        hold(pulled.parameters);
        const next = hold(combined(undefined, [h, h / 2], [lambda, pulled.y]));
        const change = yield* distance(problem, next, g, pass);
        drop(g);
        g = next;
        if (change <= TOLERANCE || i === MOST_ITERATIONS) {
          sink.replace(combined(lambda, [1], [pulled.y]));
          held.delete(pulled.parameters);
          sink.addParameters(pulled.parameters);
          return;
        }
        drop(pulled.y);
        drop(pulled.parameters);
      }
    } finally {
      for (const state of held) backend.release(state);
      record?.release();
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
  const stateOf = (value: V) => operations.stateOf(value);
  let slope = scoped(problem, operations, () => operations.evaluate(t + h / 2, y));
  let found = false;
  try {
    for (let i = 0; i < MOST_ITERATIONS && !found; i++) {
      const before = slope;
      slope = scoped(problem, operations, () =>
        operations.evaluate(t + h / 2, operations.linearCombination(y, h / 2, [1], [before])),
      );
      try {
        found =
          (yield* distance(problem, stateOf(slope), stateOf(before), operations.pass)) <= TOLERANCE;
      } finally {
        backend.release(stateOf(before));
      }
    }
    found = true;
    return slope;
  } finally {
    if (!found) backend.release(stateOf(slope));
  }
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
  problem: StepProblem<A>,
  operations: Pick<StepOperations<V, A>, "stateOf">,
  body: () => V,
): V {
  return scopedAll(problem, operations, () => [body()])[0] as V;
}

/** The same for several values. */
function scopedAll<V, A>(
  { backend }: StepProblem<A>,
  operations: Pick<StepOperations<V, A>, "stateOf">,
  body: () => ReadonlyArray<V>,
): ReadonlyArray<V> {
  const survivors: Array<State<A>> = [];
  backend.openScope();
  try {
    const made = body();
    survivors.push(...made.map((value) => operations.stateOf(value)));
    return made;
  } finally {
    backend.closeScope(survivors);
  }
}
