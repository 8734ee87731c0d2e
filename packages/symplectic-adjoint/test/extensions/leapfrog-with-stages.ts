import type {
  Method,
  State,
  StepAttempt,
  StepOperations,
  StepProblem,
  StepRequest,
  StepReversal,
  StepSpan,
} from "@symplectic-adjoint/core";
import { leapfrog } from "./leapfrog.js";

/** What its reversals did. */
export interface ReversalCounts {
  /** Reversals that were given the stage. */
  given: number;
  /** Reversals that recomputed it. */
  recomputed: number;
}

/**
 * The asynchronous leapfrog with a reversal of its own, and with its stage p kept: a method with memory and stages.
 *
 *     p = y + h/2 v,   v⁺ = 2 f(t + h/2, p) − v,   y⁺ = p + h/2 v⁺
 */
export function leapfrogWithStages(counts: ReversalCounts): Method {
  return Object.freeze({
    ...leapfrog,
    name: "leapfrog with stages",
    keptStages: 1,

    attempt<V, A>(
      problem: StepProblem<A>,
      operations: StepOperations<V, A>,
      request: StepRequest<V>,
    ): StepAttempt<V, A> {
      const taken = leapfrog.attempt(problem, operations, request) as StepAttempt<V, A>;
      if (request.keepsStages !== true) return taken;
      const { y, memory, h } = request;
      const stage = operations.linearCombination(y, h / 2, [1], memory);
      return { ...taken, stages: [stage] };
    },

    reverse<A>(
      { problem, sink, wrt, pass }: StepReversal<A>,
      { t, h }: StepSpan,
      start: State<A>,
      stages?: ReadonlyArray<State<A>>,
    ): void {
      const { backend, dynamics } = problem;
      const split = (state: State<A>) => {
        const half = state.length / 2;
        return [state.slice(0, half), state.slice(half)] as const;
      };
      const [y, v] = split(start);
      const [ofY, ofV] = split(sink.lambda as State<A>);
      if (stages === undefined) counts.recomputed++;
      else counts.given++;
      const p = stages?.[0] ?? backend.linearCombination(y, h / 2, [1], [v]);
      const ofSlope = backend.linearCombination(ofV, h / 2, [1], [ofY]);
      pass.evaluations++;
      pass.recorded++;
      pass.vjps++;
      const g = backend.linearCombination(undefined, 2, [1], [ofSlope]);
      const pulled = dynamics.pullback(t + h / 2, p, g, wrt);
      sink.addParameters(pulled.parameters);
      const ofP = backend.linearCombination(ofY, 1, [1], [pulled.y]);
      const before = backend.linearCombination(undefined, 1, [h / 2, -1], [ofP, ofSlope]);
      sink.replace([...ofP, ...before]);
    },
  } satisfies Method);
}
