import { NO_MEMORY, type State, type StepOperations } from "@symplectic-adjoint/core";
import type { StepStart } from "./replay-steps.js";

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
