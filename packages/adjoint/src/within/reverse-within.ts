import {
  isReading,
  type MaybeReading,
  type Method,
  type Reading,
  type State,
  type Step,
} from "@symplectic-adjoint/core";
import type { ReverseContext } from "../checkpointed/reverse-steps.js";
import { releaseValues, stepValues } from "./step-values.js";
import type { WithinSteps } from "./within-port.js";

/** Pulls λ and the cotangents of what lies within step n back through it, with `reverse` of the method. */
export function reverseWithin<A>(
  context: ReverseContext<A>,
  within: WithinSteps<A>,
  start: State<A>,
  n: number,
  stages: ReadonlyArray<State<A>> | undefined,
): MaybeReading<void, A> {
  if (within.concerns(n)) return pullAndReverse(context, within, start, n, stages);
  // With λ⁺ = 0 the step contributes nothing.
  if (context.sink.lambda === undefined) return undefined;
  const { problem, steps } = context;
  const reverse = problem.method.reverse as NonNullable<Method["reverse"]>;
  const timeSink = within.timeSinkOf(n);
  return reverse({ ...context, timeSink }, steps.at(n) as Step, start, stages);
}

function* pullAndReverse<A>(
  context: ReverseContext<A>,
  within: WithinSteps<A>,
  start: State<A>,
  n: number,
  stages: ReadonlyArray<State<A>> | undefined,
): Reading<void, A> {
  const { problem, steps, sink } = context;
  const { backend, method } = problem;
  const step = steps.at(n) as Step;
  const next = takeNext(context, step);
  try {
    const needed = within.needs(n);
    const values = needed === "nothing" ? undefined : yield* stepValues(context, start, n, needed);
    let pulled: ReturnType<typeof within.pull>;
    try {
      pulled = within.pull(n, values, next);
    } finally {
      if (values !== undefined) releaseValues(problem, values);
    }
    try {
      for (const cotangent of pulled.end) sink.addOutput(cotangent);
      if (sink.lambda === undefined && pulled.load === undefined) return;
      const reverse = method.reverse as NonNullable<Method["reverse"]>;
      const timeSink = within.timeSinkOf(n);
      const answer = reverse({ ...context, timeSink }, step, start, stages, pulled.load);
      if (isReading(answer)) yield* answer;
    } finally {
      pulled.release();
    }
  } finally {
    if (next !== undefined) backend.release(next);
  }
}

/**
 * If an event has cut the step and the integration continued, takes λ out of the sink: the cotangent of the state that it
 * continued with. The caller must release it.
 */
export function takeNext<A>({ sink }: ReverseContext<A>, { cut }: Step): State<A> | undefined {
  return cut === undefined || cut.ends ? undefined : sink.takeLambda();
}
