import { bytesOf } from "@symplectic-adjoint/checkpoint";
import type { Dynamics } from "@symplectic-adjoint/core";
import type { MemorySizes } from "@symplectic-adjoint/planner";
import type { SizeRequest } from "./probe.js";
import { evaluationsPerStep, keepsSlopes } from "./within-probe.js";

/**
 * Sizes computed from that of the state, for backends that cannot measure: the states that a step and its reversal have
 * at the same time, and the parameters that a sum of cotangents and a term of it need. What f keeps for its derivative
 * is not known.
 */
export function computeSizes<A>({
  problem,
  differentiates,
  keepsStages,
}: SizeRequest<A>): MemorySizes {
  const { backend, y0, method, dynamics, times } = problem;
  const slopes = keepsSlopes(problem) ? (method.interpolation?.slopes ?? 0) : 0;
  const y = bytesOf(y0, backend);
  const state = (1 + (method.memory ?? 0)) * y;
  const parameters = bytesOf(dynamics.parameters, backend);
  const outputs = times.length * y;
  // Slopes of all stages, the state of one, the error and the result.
  const attempt = (Math.max(method.activeStages, slopes) + 4) * y + state;
  // States and cotangents of all stages, the argument, the result and a sum of f, and λ twice.
  const stages = Math.max(method.activeStages, slopes);
  // The cotangents of what lies within the step come on top.
  const load = slopes === 0 ? 0 : (slopes + 2) * y;
  const reversal = (2 * stages + 3) * y + load + 2 * state + 3 * parameters;
  const kept = (method.keptStages ?? 0) * y;
  return {
    measured: false,
    y,
    state,
    shared: 0,
    parameters,
    programs: bytesOfPrograms(dynamics),
    outputs: {
      kept: outputs,
      stacking: outputs,
      stacked: outputs,
      unstacking: differentiates ? outputs : 0,
      rows: differentiates ? outputs : 0,
    },
    attempt,
    check: attempt,
    reversal: differentiates ? reversal : 0,
    record: 2 * y,
    evaluationsPerStep: evaluationsPerStep(problem),
    stages:
      differentiates && keepsStages
        ? { bytes: kept, attempt: attempt + kept, reversal }
        : undefined,
  };
}

/** Bytes of the programs that run a compiled f: there is one memory for all steps. */
export function bytesOfPrograms({ compilation }: Pick<Dynamics<never>, "compilation">): number {
  return compilation !== undefined && "bytes" in compilation ? compilation.bytes : 0;
}
