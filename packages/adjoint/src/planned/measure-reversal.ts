import type { GradientSink, State, Step } from "@symplectic-adjoint/core";
import type { GivenSizes } from "@symplectic-adjoint/planner";
import { carriedState } from "@symplectic-adjoint/solver";
import type { ReverseContext } from "../checkpointed/reverse-steps.js";
import { gradientSink } from "../pullback/gradient-sink.js";
import { reverseBeginning } from "../tape/reverse-beginning.js";
import { type Probe, resultNow } from "./probe.js";
import {
  endProbe,
  keepsSlopes,
  outputProbe,
  releaseCotangents,
  withProbe,
} from "./within-probe.js";

/**
 * Peak of the reversal of the step, with λ and the cotangents of all parameters, as if other steps had been reversed
 * before.
 *
 * @param stages The stages of the step, if its checkpoint contains them.
 */
export function measureReversal<A>(
  probe: Probe<A>,
  stages: ReadonlyArray<State<A>> | undefined,
): number {
  const { problem, backend, step } = probe;
  const { y0, method, dynamics } = problem;
  return backend.measure(() => {
    const sink = gradientSink(backend, y0, dynamics.parameters, method.memory);
    const { step: probed, cotangents } = outputProbe(problem, step);
    try {
      sink.replace(backend.zerosLike(carriedOf(probe)));
      sink.addParameters(backend.zerosLike(dynamics.parameters));
      reverseProbe(probe, { steps: [probed], cotangents }, sink, stages);
    } finally {
      sink.release();
      releaseCotangents(backend, cotangents);
    }
  }).peakBytes;
}

/**
 * Several reversals of the backward pass of a schedule that is given: that of the last step, which is the first, and those
 * of two steps and of three on one tape, if there may be as many. Undefined if what steps need depends on what lies within
 * them.
 *
 * @param reusesLastStage Whether steps reuse the last stage of the one before.
 */
export function measureGiven<A>(
  probe: Probe<A>,
  tapesSeveral: boolean,
  reusesLastStage: boolean,
): GivenSizes | undefined {
  const { problem, backend, step } = probe;
  const { y0, method, dynamics } = problem;
  if (keepsSlopes(problem) || problem.save !== undefined) return undefined;
  // The cotangent of the last state is one of the outputs'.
  const { outputs, cotangents } = endProbe(backend, y0);
  const peakOf = (count: number): number => {
    const steps = Array.from({ length: count }, (_, i): Step => {
      const [t, end] = [step.t + i * step.h, step.t + (i + 1) * step.h];
      const isLast = i === count - 1;
      if (i === 0) return { ...step, outputs: isLast ? outputs : [] };
      const rest = { reusesLastStage, outputs: isLast ? outputs : [] };
      return { t, h: end - t, end, firstStageTime: t, ...rest };
    });
    const { peakBytes } = backend.measure(() => {
      const sink = gradientSink(backend, y0, dynamics.parameters, method.memory);
      try {
        reverseProbe(probe, { steps, cotangents }, sink);
      } finally {
        sink.release();
      }
    });
    return peakBytes;
  };
  try {
    const first = peakOf(1);
    if (!tapesSeveral) return { first };
    const two = peakOf(2);
    return { first, taped: { two, further: peakOf(3) - two } };
  } finally {
    releaseCotangents(backend, cotangents);
  }
}

function reverseProbe<A>(
  probe: Probe<A>,
  { steps, cotangents }: Pick<ReverseContext<A>, "steps" | "cotangents">,
  sink: GradientSink<A>,
  stages?: ReadonlyArray<State<A>>,
): void {
  const { problem, statistics, reverse } = probe;
  const wrt = problem.dynamics.parameters.map((_, i) => i);
  const pass = statistics.backward;
  const context = withProbe({ problem, steps, cotangents, wrt, pass, sink });
  resultNow(problem, reverse(context, carriedOf(probe), 0, steps.length, stages));
  resultNow(problem, reverseBeginning(context));
}

function carriedOf<A>({ start }: Probe<A>): State<A> {
  return carriedState({ stateOf: (value: State<A>) => value }, start);
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
