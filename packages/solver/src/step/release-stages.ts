import type { Problem, StepOperations } from "@symplectic-adjoint/core";

/** Frees the stages that an attempt kept. */
export function releaseStages<V, A>(
  { backend }: Pick<Problem<A>, "backend">,
  operations: Pick<StepOperations<V, A>, "stateOf">,
  stages: ReadonlyArray<V>,
): void {
  for (const stage of stages) backend.release(operations.stateOf(stage));
}
