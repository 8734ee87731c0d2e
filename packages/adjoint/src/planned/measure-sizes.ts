import { bytesOf } from "@symplectic-adjoint/checkpoint";
import type { State, Step } from "@symplectic-adjoint/core";
import type { GivenSizes, MemorySizes, StageSizes } from "@symplectic-adjoint/planner";
import {
  beginSteps,
  plainOperations,
  releaseStages,
  releaseStart,
} from "@symplectic-adjoint/solver";
import { bytesOfPrograms } from "./compute-sizes.js";
import { measureAttempt } from "./measure-attempt.js";
import { measureCheck, measureOutputs } from "./measure-outputs.js";
import { measureRecord, measureReversal } from "./measure-reversal.js";
import {
  type MeasuringBackend,
  type Probe,
  resultNow,
  SCALARS,
  type SizeRequest,
} from "./probe.js";
import { evaluationsPerStep, outputsMatter } from "./within-probe.js";

/**
 * Measures one attempt and one reversal of a short first step, and the stacking of outputs. Everything is freed again.
 *
 * Cost: one step and its reversal, one more recorded evaluation of f, and the same step with stages if they may be
 * stored. For a schedule that is given, one more reversal, and those of two steps and of three if several may be on one
 * tape. Counted in the statistics.
 *
 * @throws InvalidArgumentError if the method reads scalars.
 */
export function measureSizes<A>(
  request: SizeRequest<A>,
  step: Step,
  backend: MeasuringBackend<A>,
): MemorySizes {
  const { problem, statistics, differentiates, keepsStages } = request;
  const { y0, method, dynamics } = problem;
  const operations = plainOperations(problem, statistics.forward);
  const start = resultNow(problem, beginSteps(problem, operations, step.t, y0));
  try {
    const probe: Probe<A> = { ...request, backend, step, start };
    const outputs = measureOutputs(request, backend);
    const attempt = measureAttempt(probe, false);
    const y = bytesOf(y0, backend);
    const programs = bytesOfPrograms(dynamics);
    // What programs return are numbers.
    const scalars = programs > 0 ? 0 : SCALARS;
    return {
      measured: true,
      y,
      state: (1 + (method.memory ?? 0)) * y,
      shared: backend.copy === undefined ? y : 0,
      parameters: bytesOf(dynamics.parameters, backend),
      programs,
      outputs,
      attempt: attempt.peakBytes + scalars,
      check: check(probe, attempt.remainingBytes) + scalars,
      reversal: differentiates ? measureReversal(probe, {}) + scalars : 0,
      record: differentiates ? measureRecord(probe) : 0,
      evaluationsPerStep: evaluationsPerStep(problem),
      given: differentiates ? measureGiven(probe, attempt.handsOver, scalars) : undefined,
      stages: differentiates && keepsStages ? measureStages(probe, scalars) : undefined,
    };
  } finally {
    releaseStart(problem, operations, start);
  }
}

/** With adaptive steps, a step that overflows is looked at together with its slope before it is rejected. */
function check<A>({ problem, backend }: Probe<A>, left: number): number {
  const { y0, controller } = problem;
  if (!controller.adaptive) return bytesOf(y0, backend) + measureCheck(backend, y0);
  return left + measureCheck(backend, [...y0, ...y0]);
}

/** For an exact plan; undefined if what a step needs depends on the outputs that it has. */
function measureGiven<A>(
  probe: Probe<A>,
  handsOver: boolean,
  scalars: number,
): GivenSizes | undefined {
  const { problem, given } = probe;
  if (given === undefined || outputsMatter(problem)) return undefined;
  const { jumpT, events } = problem;
  // A step after a jump, or after an event, evaluates its first stage again: then all do, for an upper bound.
  const reusesLastStage = handsOver && jumpT.length === 0 && events === undefined;
  const peakOf = (count: number) =>
    scalars + measureReversal(probe, { isFirst: true, count, reusesLastStage });
  const first = peakOf(1);
  if (!given.tapesSeveral) return { first };
  const two = peakOf(2);
  return { first, taped: { two, further: peakOf(3) - two } };
}

function measureStages<A>(probe: Probe<A>, scalars: number): StageSizes {
  const { problem, backend } = probe;
  const { stages, peakBytes } = measureAttempt(probe, true);
  try {
    return {
      bytes: bytesOf(stages.flat(), backend),
      attempt: peakBytes + scalars,
      reversal: measureReversal(probe, { stages }) + scalars,
    };
  } finally {
    releaseStages(problem, { stateOf: (state: State<A>) => state }, stages);
  }
}
