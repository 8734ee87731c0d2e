import {
  type Dynamics,
  endedAsAsked,
  IntegrationError,
  type Outcome,
  ParametersChangedError,
  type PullbackRequest,
  ReleasedError,
  type SolveMode,
  type Statistics,
  UnsupportedGradientError,
} from "@symplectic-adjoint/core";

/** Checks whether a pullback may run, and tracks whether its data was released. */
export interface PullbackGuard {
  /**
   * Call this first in a pullback. Returns whether its data must be kept for another one.
   *
   * @throws ReleasedError | ParametersChangedError | IntegrationError | UnsupportedGradientError
   */
  enter(
    request?: PullbackRequest<unknown>,
    abilities?: PullbackAbilities,
  ): { readonly keep: boolean };
  /** Runs `free` the first time. */
  release(free: () => void): void;
}

/** What a strategy can do besides the gradients of y0 and of the parameters. */
export interface PullbackAbilities {
  /** Whether it has gradients for the output times, and for `stepT` and `jumpT`. Default false. */
  readonly differentiatesTimes?: boolean | undefined;
  /** Whether it propagates cotangents of events. Default false. */
  readonly differentiatesEvents?: boolean | undefined;
  /** Whether it propagates cotangents of dense output. Default false. */
  readonly differentiatesPoints?: boolean | undefined;
  /** Replaces what is said if gradients for times are refused. */
  readonly timesRefusal?: Refusal | undefined;
}

/** Why something is refused, and what to do instead. */
export interface Refusal {
  readonly problem: string;
  readonly remedy: string;
}

const AFTERWARDS = {
  problem: "changed between the forward and the backward pass",
  remedy: "Compute the gradient before the optimizer's step, or solve again after it.",
};
const MEANWHILE = {
  problem: "changed during the forward pass: f or code that ran during the solve assigned to it",
  remedy:
    "If it is not a parameter (for example a counter of evaluations), keep it in a plain number or a non-trainable variable: tf.variable(value, false). Otherwise update it after computing the gradient.",
};

export function pullbackGuard<A>(
  dynamics: Dynamics<A>,
  mode: SolveMode,
  outcome: Outcome,
  statistics: Statistics,
  changed: () => number | undefined,
): PullbackGuard {
  // Checked before any other code runs: changes so far were made by f or code it calls.
  const changedByF = mode === "value" ? undefined : changed();
  let used = false;
  let released = false;
  return {
    enter(request, abilities = {}) {
      if (request !== undefined) refuseUnable(request, abilities);
      if (mode === "value") {
        throw new ReleasedError({
          argument: "pullback",
          problem: "is unavailable: the solution was computed without a gradient",
          remedy: "Solve with differentiate: true.",
        });
      }
      if (released || (used && mode === "once")) {
        throw new ReleasedError({
          argument: "pullback",
          problem: released
            ? "was called after its checkpoints were released"
            : "was called twice, and the first call released the checkpoints",
          remedy:
            "Call it before dispose(); a Solution of solve or of an Async function keeps its checkpoints until then.",
        });
      }
      if (!endedAsAsked(outcome)) throw new IntegrationError(outcome, statistics);
      const index = changedByF ?? changed();
      if (index !== undefined) {
        throw new ParametersChangedError({
          argument: `parameters[${index}]`,
          value: dynamics.parameters[index],
          ...(changedByF === undefined ? AFTERWARDS : MEANWHILE),
        });
      }
      used = true;
      return { keep: mode === "repeatable" };
    },
    release(free) {
      if (released) return;
      released = true;
      free();
    },
  };
}

/** A request that a strategy cannot meet must not return a gradient without that part. */
function refuseUnable(
  { times, events, points }: PullbackRequest<unknown>,
  abilities: PullbackAbilities,
): void {
  const wanted = times && (["times", "stepT", "jumpT"] as const).find((list) => times[list]);
  if (wanted !== undefined && abilities.differentiatesTimes !== true)
    throw new UnsupportedGradientError({
      argument: wanted === "times" ? "t" : wanted,
      ...(abilities.timesRefusal ?? NO_TIMES),
    });
  if (events?.some((cotangent) => cotangent !== undefined) && !abilities.differentiatesEvents)
    throw new UnsupportedGradientError({
      argument: "events",
      problem: "have cotangents, which this strategy cannot propagate",
      remedy: "Omit the cotangents of events, or use symplecticAdjoint().",
    });
  if (points !== undefined && points.length > 0 && !abilities.differentiatesPoints)
    throw new UnsupportedGradientError({
      argument: "evaluate",
      problem: "was used within a loss, but this strategy cannot differentiate dense output",
      remedy: "Use symplecticAdjoint(), or add the times to those of the outputs.",
    });
}

const NO_TIMES: Refusal = {
  problem: "cannot be differentiated by this strategy, which holds the accepted steps fixed",
  remedy: "Pass the times as numbers, or use another strategy, such as symplecticAdjoint().",
};
