import type { State, Step } from "@symplectic-adjoint/core";
import { carriedState } from "@symplectic-adjoint/solver";
import { gradientSink } from "../pullback/gradient-sink.js";
import { reverseBeginning } from "../tape/reverse-beginning.js";
import { type Probe, resultNow } from "./probe.js";
import { outputProbe, outputsMatter, withProbe } from "./within-probe.js";

/** What is reversed, and when. */
export interface ReversalKind<A> {
  /** The stages of the step, if its checkpoint contains them. */
  readonly stages?: ReadonlyArray<State<A>> | undefined;
  /** Whether it is the first reversal, before which there is no λ, nor cotangents of the parameters. Default false. */
  readonly isFirst?: boolean;
  /** Steps that are reversed together. Default 1. */
  readonly count?: number;
  /** Whether the second and all further steps reuse the last stage of the one before. Default false. */
  readonly reusesLastStage?: boolean;
}

/** Peak of the reversal of the step, or of several of its length, with all parameters. */
export function measureReversal<A>(
  probe: Probe<A>,
  { stages, isFirst = false, count = 1, reusesLastStage = false }: ReversalKind<A>,
): number {
  const { problem, backend, step, start, statistics, reverse } = probe;
  const { dynamics, y0, method } = problem;
  const { parameters } = dynamics;
  const carried = carriedState({ stateOf: (value: State<A>) => value }, start);
  // Without λ, there must be something to pull back.
  const hasOutput = isFirst || outputsMatter(problem);
  const { outputs, cotangents } = hasOutput
    ? outputProbe(problem, step)
    : { outputs: [], cotangents: [] };
  const steps = Array.from({ length: count }, (_, i): Step => {
    const t = step.t + i * step.h;
    const first = i === 0 ? step : { firstStageTime: t, reusesLastStage };
    return { ...step, t, end: t + step.h, ...first, outputs: i === count - 1 ? outputs : [] };
  });
  try {
    const { peakBytes } = backend.measure(() => {
      const sink = gradientSink(backend, y0, parameters, method.memory);
      try {
        if (!isFirst) {
          sink.replace(backend.zerosLike(carried));
          sink.addParameters(backend.zerosLike(parameters));
        }
        const wrt = parameters.map((_, i) => i);
        const pass = statistics.backward;
        const context = withProbe({ problem, steps, cotangents, wrt, pass, sink });
        resultNow(problem, reverse(context, carried, 0, count, stages));
        resultNow(problem, reverseBeginning(context));
      } finally {
        sink.release();
      }
    });
    return peakBytes;
  } finally {
    for (const state of cotangents) backend.release(state);
  }
}

/** Bytes of the record of one evaluation of f, its value included. */
export function measureRecord<A>({ problem, backend, step, statistics }: Probe<A>): number {
  const { dynamics, y0 } = problem;
  statistics.backward.evaluations++;
  statistics.backward.recorded++;
  const { value: linearization, remainingBytes } = backend.measure(() => {
    backend.openScope();
    let survivors: ReadonlyArray<State<A>> = [];
    try {
      const { differentiatesTimes = false } = problem;
      const recorded = dynamics.record(step.firstStageTime, y0, differentiatesTimes);
      survivors = [recorded.value];
      return recorded;
    } finally {
      backend.closeScope(survivors);
    }
  });
  linearization.release();
  backend.release(linearization.value);
  return remainingBytes;
}
