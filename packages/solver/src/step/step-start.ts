import { NO_MEMORY, type Problem, type State, type StepOperations } from "@symplectic-adjoint/core";

/** What a step starts from: y, and the memory of methods that have some. */
export interface StepStart<V> {
  readonly y: V;
  readonly memory: ReadonlyArray<V>;
}

/** A start without memory, as most methods have it. */
export function startAt<V>(y: V): StepStart<V> {
  return { y, memory: NO_MEMORY };
}

/** Frees what a step starts from. */
export function releaseStart<V, A>(
  { backend }: Pick<Problem<A>, "backend">,
  operations: StepOperations<V, A>,
  { y, memory }: StepStart<V>,
): void {
  backend.release(operations.stateOf(y));
  for (const value of memory) backend.release(operations.stateOf(value));
}

/** What a step starts from as one state, as checkpoints store it: the leaves of y, then those of the memory. */
export function carriedState<V, A>(
  operations: Pick<StepOperations<V, A>, "stateOf">,
  { y, memory }: StepStart<V>,
): State<A> {
  const state = operations.stateOf(y);
  return memory.length === 0
    ? state
    : [...state, ...memory.flatMap((value) => operations.stateOf(value))];
}

/** The inverse of {@link carriedState}, over bare states. `leaves` is the number of leaves of y. */
export function splitCarried<A>(state: State<A>, leaves: number): StepStart<State<A>> {
  if (state.length === leaves) return { y: state, memory: NO_MEMORY };
  const memory: Array<State<A>> = [];
  for (let first = leaves; first < state.length; first += leaves)
    memory.push(state.slice(first, first + leaves));
  return { y: state.slice(0, leaves), memory };
}
