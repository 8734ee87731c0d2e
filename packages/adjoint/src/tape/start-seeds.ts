import type { State } from "@symplectic-adjoint/core";
import { type StepStart, splitCarried } from "@symplectic-adjoint/solver";
import type { Seed } from "./sweep-tape.js";
import type { TapedState } from "./tape.js";

/** The seeds that put λ, of y and of the memory after it, on the values that it belongs to. */
export function startSeeds<A>(
  { y, memory }: StepStart<TapedState<A>>,
  lambda: State<A>,
): ReadonlyArray<Seed<A>> {
  const parts = splitCarried(lambda, y.state.length);
  return [
    { id: y.id, cotangent: parts.y },
    ...memory.map(({ id }, i) => ({ id, cotangent: parts.memory[i] as State<A> })),
  ];
}
