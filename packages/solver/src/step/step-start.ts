import { NO_MEMORY, type Problem, type State, type StepOperations } from "@symplectic-adjoint/core";

/** The start of a step: y, and the memory of methods with memory. */
export interface StepStart<V> {
  readonly y: V;
  readonly memory: ReadonlyArray<V>;
}

/** The start of a step for methods without memory. */
export function startAt<V>(y: V): StepStart<V> {
  return { y, memory: NO_MEMORY };
}

/** Frees the start of a step. */
export function releaseStart<V, A>(
  { backend }: Pick<Problem<A>, "backend">,
  operations: StepOperations<V, A>,
  { y, memory }: StepStart<V>,
): void {
  backend.release(operations.stateOf(y));
  // An iterator for each step would be made for nothing where there is no memory.
  for (let i = 0; i < memory.length; i++) backend.release(operations.stateOf(memory[i] as V));
}

/** The start of a step as one state, as stored in checkpoints: the leaves of y, then those of the memory. */
export function carriedState<V, A>(
  operations: Pick<StepOperations<V, A>, "stateOf">,
  { y, memory }: StepStart<V>,
): State<A> {
  const state = operations.stateOf(y);
  return memory.length === 0
    ? state
    : [...state, ...memory.flatMap((value) => operations.stateOf(value))];
}

/** The inverse of {@link carriedState}, on plain states. `leaves` is the number of leaves of y. */
export function splitCarried<A>(state: State<A>, leaves: number): StepStart<State<A>> {
  if (state.length === leaves) return { y: state, memory: NO_MEMORY };
  const memory: Array<State<A>> = [];
  for (let first = leaves; first < state.length; first += leaves)
    memory.push(state.slice(first, first + leaves));
  return { y: state.slice(0, leaves), memory };
}
