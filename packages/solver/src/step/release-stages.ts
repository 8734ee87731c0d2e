import type { Problem, StepOperations } from "@symplectic-adjoint/core";

/** Frees the stages that an attempt kept, if it did. */
export function releaseStages<V, A>(
  { backend }: Pick<Problem<A>, "backend">,
  operations: Pick<StepOperations<V, A>, "stateOf">,
  stages: ReadonlyArray<V> | undefined,
): void {
  if (stages === undefined) return;
  for (const stage of stages) backend.release(operations.stateOf(stage));
}
