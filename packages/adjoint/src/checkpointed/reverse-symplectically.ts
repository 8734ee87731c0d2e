import {
  isReading,
  type MaybeReading,
  type Reading,
  type State,
  type Step,
} from "@symplectic-adjoint/core";
import {
  carriedState,
  plainOperations,
  releaseStart,
  replaySteps,
  splitCarried,
} from "@symplectic-adjoint/solver";
import { reverseOnTape } from "../tape/reverse-on-tape.js";
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
): MaybeReading<void, A> {
  return to - from === 1
    ? reverseStep(context, start, from)
    : reverseSegment(context, start, from, to);
}

function* reverseSegment<A>(
  context: ReverseContext<A>,
  start: State<A>,
  from: number,
  to: number,
): Reading<void, A> {
  const { problem, steps, pass } = context;
  const operations = plainOperations(problem, pass);
  const first = splitCarried(start, problem.y0.length);
  const starts = yield* replaySteps(problem, operations, steps, from, to - 1, first);
  try {
    for (let n = to - 1; n >= from; n--) {
      const before = starts[n - from] as (typeof starts)[number];
      const answer = reverseStep(context, carriedState(operations, before), n);
      if (isReading(answer)) yield* answer;
    }
  } finally {
    for (const made of starts.slice(1)) releaseStart(problem, operations, made);
  }
}

function reverseStep<A>(
  context: ReverseContext<A>,
  start: State<A>,
  n: number,
): MaybeReading<void, A> {
  const { problem, steps, sink, cotangents } = context;
  const { method } = problem;
  if (method.reverse === undefined) return reverseOnTape(context, start, n, n + 1);
  const step = steps[n] as Step;
  for (const { index } of step.outputs) sink.addOutput(cotangents[index]);
  // With λ⁺ = 0 the step contributes nothing.
  if (sink.lambda === undefined) return undefined;
  return method.reverse(context, step, start);
}
