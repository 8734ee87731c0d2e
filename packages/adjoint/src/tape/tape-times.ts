import {
  type Backend,
  type State,
  type TimeSink,
  UnsupportedGradientError,
} from "@symplectic-adjoint/core";
import type { Tape, TapedAttempt, TapeNode } from "./tape.js";

/**
 * How the loss changes with the length of a step through one of its linear combinations, whose scale is proportional to h:
 * g·scale Σ_j w_j k_j / h, for the cotangent g of its value.
 */
export function pullCombinationTimes<A>(
  backend: Backend<A>,
  { nodes }: Tape<A>,
  node: TapeNode<A> & { readonly kind: "combination" },
  cotangent: State<A>,
  timeSink: TimeSink<A>,
): void {
  const { scale, weights, terms, attempt } = node;
  if (weights.every((weight) => weight === 0)) return;
  const { h } = attempt as TapedAttempt;
  const values = terms.map((id) => nodes[id]?.value as State<A>);
  const sum = backend.linearCombination(undefined, scale / h, weights, values);
  let scalar: A | number;
  try {
    scalar = backend.dot(cotangent, sum);
  } finally {
    backend.release(sum);
  }
  timeSink.add(-1, 1, scalar);
}

/**
 * How the loss changes with the ends of a step through the time t + c h of an evaluation of f.
 *
 * @param scalar (∂f/∂t)ᵀ g.
 */
export function pullStageTime<A>(
  { c }: TapeNode<A> & { readonly kind: "evaluation" },
  scalar: A | number | undefined,
  timeSink: TimeSink<A>,
): void {
  if (scalar === undefined) throw withoutTime();
  timeSink.add(1 - c, c, scalar);
}

function withoutTime(): UnsupportedGradientError {
  return new UnsupportedGradientError({
    argument: "dynamics",
    problem: "computed no cotangent of t, which a gradient for times needs",
    remedy: "Return t from pullback if wantsTime is true: the number 0 if f does not use the time.",
  });
}
