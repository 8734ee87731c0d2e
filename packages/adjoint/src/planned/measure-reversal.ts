import type { State } from "@symplectic-adjoint/core";
import { carriedState } from "@symplectic-adjoint/solver";
import { gradientSink } from "../pullback/gradient-sink.js";
import { reverseBeginning } from "../tape/reverse-beginning.js";
import { type Probe, resultNow } from "./probe.js";
import { outputProbe, withProbe } from "./within-probe.js";

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
  const { problem, backend, step, start, statistics, reverse } = probe;
  const { dynamics, y0, method } = problem;
  const { parameters } = dynamics;
  const carried = carriedState({ stateOf: (value: State<A>) => value }, start);
  const { peakBytes } = backend.measure(() => {
    const sink = gradientSink(backend, y0, parameters, method.memory);
    const probed = outputProbe(problem, step);
    try {
      sink.replace(backend.zerosLike(carried));
      sink.addParameters(backend.zerosLike(parameters));
      const context = withProbe({
        problem,
        steps: [probed.step],
        cotangents: probed.cotangents,
        wrt: parameters.map((_, i) => i),
        pass: statistics.backward,
        sink,
      });
      resultNow(problem, reverse(context, carried, 0, 1, stages));
      resultNow(problem, reverseBeginning(context));
    } finally {
      sink.release();
      for (const state of probed.cotangents) if (state !== undefined) backend.release(state);
    }
  });
  return peakBytes;
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
