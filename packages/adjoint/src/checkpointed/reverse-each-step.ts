import { isReading, type MaybeReading, type Reading, type State } from "@symplectic-adjoint/core";
import {
  carriedState,
  plainOperations,
  releaseStages,
  releaseStart,
  replaySteps,
  splitCarried,
} from "@symplectic-adjoint/solver";
import type { ReverseContext } from "./reverse-steps.js";

/** Pulls λ back through step n, given the state before it and its stages, if they were kept. */
export type ReverseStep = <A>(
  context: ReverseContext<A>,
  start: State<A>,
  n: number,
  stages: ReadonlyArray<State<A>> | undefined,
) => MaybeReading<void, A>;

/**
 * Reverses steps individually. A segment of several steps is replayed first, without recording; its states are kept until
 * it is reversed, and so are the stages of all steps but the last, if the context asks for them.
 */
export function reverseEachStep<A>(
  reverseStep: ReverseStep,
  context: ReverseContext<A>,
  start: State<A>,
  from: number,
  to: number,
  stages: ReadonlyArray<State<A>> | undefined,
): MaybeReading<void, A> {
  return to - from === 1
    ? reverseStep(context, start, from, stages)
    : reverseSegment(reverseStep, context, start, from, to);
}

function* reverseSegment<A>(
  reverseStep: ReverseStep,
  context: ReverseContext<A>,
  start: State<A>,
  from: number,
  to: number,
): Reading<void, A> {
  const { problem, steps, pass, keepsStages } = context;
  const operations = plainOperations(problem, pass);
  const first = splitCarried(start, problem.y0.length);
  // The last step is not taken again: that would cost one evaluation more than to recompute its stages.
  const kept: Array<ReadonlyArray<State<A>> | undefined> | undefined = keepsStages ? [] : undefined;
  const starts = yield* replaySteps(problem, operations, steps, from, to - 1, first, {
    stages: kept,
  });
  try {
    for (let n = to - 1; n >= from; n--) {
      const before = starts[n - from] as (typeof starts)[number];
      const answer = reverseStep(context, carriedState(operations, before), n, kept?.[n - from]);
      if (isReading(answer)) yield* answer;
    }
  } finally {
    for (const made of starts.slice(1)) releaseStart(problem, operations, made);
    for (const stages of kept ?? [])
      if (stages !== undefined) releaseStages(problem, operations, stages);
  }
}
