import type { MaybeReading, State, Step } from "@symplectic-adjoint/core";
import { reverseOnTape } from "../tape/reverse-on-tape.js";
import { reverseWithin } from "../within/reverse-within.js";
import { reverseEachStep } from "./reverse-each-step.js";
import type { ReverseContext } from "./reverse-steps.js";

/**
 * Reverses steps individually, each with `reverse` of the method: for Runge-Kutta methods the symplectic adjoint method
 * (Matsubara, Miyatake & Yaguchi, NeurIPS 2021, arXiv 2102.09750), whose memory is the states of one step's stages and
 * one record of f. For methods without `reverse`, each step is recorded on a tape.
 *
 * A segment of several steps is replayed first, and its states are kept until it is reversed.
 */
export function reverseSymplectically<A>(
  context: ReverseContext<A>,
  start: State<A>,
  from: number,
  to: number,
  stages?: ReadonlyArray<State<A>> | undefined,
): MaybeReading<void, A> {
  return reverseEachStep(reverseByMethod, context, start, from, to, stages);
}

function reverseByMethod<A>(
  context: ReverseContext<A>,
  start: State<A>,
  n: number,
  stages: ReadonlyArray<State<A>> | undefined,
): MaybeReading<void, A> {
  const { problem, steps, sink, cotangents, within } = context;
  const { method } = problem;
  if (method.reverse === undefined) return reverseOnTape(context, start, n, n + 1);
  if (within !== undefined) return reverseWithin(context, within, start, n, stages);
  const step = steps.at(n) as Step;
  for (const { index } of step.outputs) sink.addOutput(cotangents[index]);
  // With λ⁺ = 0 the step contributes nothing.
  if (sink.lambda === undefined) return undefined;
  return method.reverse(context, step, start, stages);
}
