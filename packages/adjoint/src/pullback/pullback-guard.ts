import {
  type Dynamics,
  endedAsAsked,
  IntegrationError,
  type Outcome,
  ParametersChangedError,
  ReleasedError,
  type SolveMode,
  type Statistics,
  type TimeCotangents,
  UnsupportedGradientError,
} from "@symplectic-adjoint/core";

/** Decides whether a pullback may run, and remembers that what it needs was released. */
export interface PullbackGuard {
  /**
   * To be called first in a pullback. Returns whether what the pullback needs must be kept for another one.
   *
   * @throws ReleasedError | ParametersChangedError | IntegrationError | UnsupportedGradientError
   */
  enter(times?: TimeCotangents): { readonly keep: boolean };
  /** Runs `free` the first time. */
  release(free: () => void): void;
}

const AFTERWARDS = {
  problem: "changed between the forward and the backward pass",
  remedy: "Take the gradient before the optimizer's step, or solve again after it.",
};
const MEANWHILE = {
  problem: "changed during the forward pass: f assigns to it, or something that ran meanwhile",
  remedy:
    "If it is no parameter, such as a counter of evaluations, keep it in a plain number, or in a variable that is not trainable: tf.variable(value, false). Else update it after the gradient was taken.",
};

export function pullbackGuard<A>(
  dynamics: Dynamics<A>,
  mode: SolveMode,
  outcome: Outcome,
  statistics: Statistics,
  changed: () => number | undefined,
): PullbackGuard {
  // Asked for before anybody else gets a turn: what has changed by now was changed by f, or by what it calls.
  const changedByF = mode === "value" ? undefined : changed();
  let used = false;
  let released = false;
  return {
    enter(times) {
      if (times !== undefined) refuseTimes(times);
      if (mode === "value") {
        throw new ReleasedError({
          argument: "pullback",
          problem: "is not there: the solution was computed without one",
          remedy: "Solve with differentiate: true.",
        });
      }
      if (released || (used && mode === "once")) {
        throw new ReleasedError({
          argument: "pullback",
          problem: released
            ? "came after its checkpoints were released"
            : "came a second time, and the first one released the checkpoints",
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

/** No strategy differentiates for times yet: what asks for it must not get a gradient without that part. */
function refuseTimes({ wanted, of = [] }: TimeCotangents): void {
  if (!wanted && of.every((cotangent) => cotangent === undefined || cotangent === 0)) return;
  throw new UnsupportedGradientError({
    argument: "times",
    problem: "cannot be differentiated: the accepted steps are held fixed",
    remedy: "Leave times out of what the gradient is taken for.",
  });
}
