import type {
  ButcherTableau,
  PassStatistics,
  Problem,
  State,
  StepAttempt,
  StepOperations,
  StepRequest,
  Tolerances,
} from "@symplectic-adjoint/core";

/** Steps on plain states, without recording. Evaluations are counted in `pass`. */
export function plainOperations<A>(
  problem: Pick<Problem<A>, "backend" | "dynamics">,
  pass: PassStatistics,
): StepOperations<State<A>, A> {
  const { backend, dynamics } = problem;
  const { fusedSteps } = dynamics;
  const attempt =
    fusedSteps &&
    ((
      tableau: ButcherTableau,
      request: StepRequest<State<A>>,
      tolerances: Tolerances | undefined,
    ): StepAttempt<State<A>, A> => {
      const every = tolerances !== undefined;
      const stages = every ? tableau.stages : tableau.activeStages.length;
      const startsInactive = !every && tableau.activeStages[0] !== 0;
      pass.evaluations +=
        stages - (request.startSlope === undefined ? 0 : 1) + (startsInactive ? 1 : 0);
      return fusedSteps.attempt(tableau, request, tolerances);
    });
  return {
    pass,
    attempt,
    begin: (y0) => backend.retain(y0),
    evaluate(t, y) {
      pass.evaluations++;
      return dynamics.evaluate(t, y);
    },
    linearCombination: (base, scale, weights, terms) =>
      backend.linearCombination(base, scale, weights, terms),
    retain: (value) => backend.retain(value),
    stateOf: (value) => value,
    statesOf: (values) => values,
    mark: () => 0,
    rollback: () => {},
  };
}
