import type { ButcherTableau } from "@symplectic-adjoint/core";
import type { StrategyName } from "../strategies.js";
import type { CallCounts } from "./call-counts.js";

/** Steps of one direction. */
export interface Steps {
  readonly accepted: number;
  readonly rejected: number;
  /** Number of integrations, each with a restart. */
  readonly intervals: number;
}

/** Counts, and the formula of the evaluations with the numbers of the method. */
export interface ExpectedCounts extends CallCounts {
  readonly formula: string;
}

/**
 * What an integration costs that records nothing, with s stages, N accepted and R rejected steps:
 *
 *     fixed steps       s N
 *     adaptive, FSAL    2 + (s − 1)(N + R)       k_1 and the trial of the first step's choice; then FSAL hands k_1 over
 *     adaptive          2 + (N − 1) + (s − 1)(N + R)       a rejected attempt keeps its k_1
 *
 * The 2 and the −1 count for each integration.
 */
export function integrationCounts(tableau: ButcherTableau, steps: Steps): ExpectedCounts {
  const { accepted, rejected, intervals } = steps;
  const s = tableau.stages;
  const attempts = accepted + rejected;
  if (tableau.error === undefined) return plain(s * accepted, `${times(s)}N`);
  if (tableau.fsal)
    return plain(2 * intervals + (s - 1) * attempts, `${2 * intervals} + ${s - 1}(N + R)`);
  return plain(
    intervals + accepted + (s - 1) * attempts,
    `${intervals} + N + ${times(s - 1)}(N + R)`,
  );
}

/** The forward pass of a strategy. Backpropagation records all but the trial of the first step's choice. */
export function forwardCounts(
  strategy: StrategyName,
  tableau: ButcherTableau,
  steps: Steps,
): ExpectedCounts {
  const counts = integrationCounts(tableau, steps);
  if (strategy !== "odeint") return counts;
  const trials = tableau.error === undefined ? 0 : steps.intervals;
  return { ...counts, recorded: counts.evaluations - trials };
}

/**
 * The backward pass of a strategy, with a active stages and N accepted forward steps:
 *
 *     backpropagation       no evaluation         a N VJPs
 *     one checkpoint        a N                   a N
 *     checkpoint per step   a N                   a N
 *     symplectic adjoint    (2a − 1) N            a N
 *     continuous adjoint    an integration of its own, each evaluation with a VJP
 */
export function backwardCounts(
  strategy: StrategyName,
  tableau: ButcherTableau,
  forward: Steps,
  backward: Steps,
): ExpectedCounts {
  const a = tableau.activeStages.length;
  const n = forward.accepted;
  switch (strategy) {
    case "odeint":
      return { evaluations: 0, recorded: 0, vjps: a * n, formula: "0" };
    case "odeintOnecheckpoint":
    case "odeintCheckpoint":
      return { evaluations: a * n, recorded: a * n, vjps: a * n, formula: `${times(a)}N` };
    case "odeintSymplecticAdjoint":
      return {
        evaluations: (2 * a - 1) * n,
        recorded: a * n,
        vjps: a * n,
        formula: `${times(2 * a - 1)}N`,
      };
    case "odeintAdjoint": {
      const { evaluations, formula } = integrationCounts(tableau, backward);
      return {
        evaluations,
        recorded: evaluations,
        vjps: evaluations,
        formula: formula.replaceAll("N", "N′").replaceAll("R", "R′"),
      };
    }
  }
}

function plain(evaluations: number, formula: string): ExpectedCounts {
  return { evaluations, recorded: 0, vjps: 0, formula };
}

function times(factor: number): string {
  return factor === 1 ? "" : `${factor}`;
}
