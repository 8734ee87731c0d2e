import type {
  Method,
  State,
  StepAttempt,
  StepOperations,
  StepProblem,
  StepRequest,
} from "@symplectic-adjoint/core";

/**
 * The asynchronous leapfrog of Mutze (2013, arXiv 1311.6602), with a velocity that it carries from step to step:
 *
 *     p = y + h/2 v,   v⁺ = 2 f(t + h/2, p) − v,   y⁺ = p + h/2 v⁺;   v begins as f(t0, y0)
 *
 * It says nothing of its reversal: a tape over one step does that.
 */
export const leapfrog: Method = Object.freeze({
  name: "asynchronous leapfrog",
  order: 2,
  estimatesError: false,
  activeStages: 1,
  memory: 1,

  begin<V, A>({ backend }: StepProblem<A>, operations: StepOperations<V, A>, t: number, y: V) {
    const survivors: Array<State<A>> = [];
    backend.openScope();
    try {
      const velocity = operations.evaluate(t, y);
      survivors.push(operations.stateOf(velocity));
      return [velocity];
    } finally {
      backend.closeScope(survivors);
    }
  },

  attempt<V, A>(
    { backend }: StepProblem<A>,
    operations: StepOperations<V, A>,
    { t, h, y, memory, startSlope }: StepRequest<V>,
  ): StepAttempt<V, A> {
    const v = memory[0] as V;
    const mark = operations.mark();
    const survivors: Array<State<A>> = [];
    backend.openScope();
    try {
      const p = operations.linearCombination(y, h / 2, [1], [v]);
      const slope = operations.evaluate(t + h / 2, p);
      const velocity = operations.linearCombination(v, 2, [1, -1], [slope, v]);
      const next = operations.linearCombination(p, h / 2, [1], [velocity]);
      survivors.push(operations.stateOf(next), operations.stateOf(velocity));
      return {
        startSlope,
        next,
        memory: [velocity],
        endSlope: undefined,
        errorRatio: undefined,
        mark,
      };
    } finally {
      backend.closeScope(survivors);
    }
  },
});
