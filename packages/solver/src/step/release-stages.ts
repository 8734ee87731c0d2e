import type { Problem, StepOperations } from "@symplectic-adjoint/core";

/** Frees the stages or slopes that an attempt kept; slopes may have holes. */
export function releaseStages<V, A>(
  { backend }: Pick<Problem<A>, "backend">,
  operations: Pick<StepOperations<V, A>, "stateOf">,
  stages: ReadonlyArray<V | undefined>,
): void {
  for (const stage of stages) if (stage !== undefined) backend.release(operations.stateOf(stage));
}
