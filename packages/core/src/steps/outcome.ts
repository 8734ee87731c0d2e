/** How an integration ended, with the message shown to the user. */
export interface Outcome {
  readonly kind: OutcomeKind;
  readonly message: string;
  /** The time reached. */
  readonly t: number;
  /** The last step attempted, signed. */
  readonly step: number;
}

/** Outcome kinds and their messages. */
export const outcomeMessages = {
  success: "The integration reached the last time.",
  stepUnderflow:
    "The step became too small to advance the time. The problem may be stiff or singular here: loosen rtol and atol, or end the integration earlier.",
  tooManySteps:
    "The step limit was reached. Raise maxNumSteps, loosen rtol and atol, or use a method of higher order.",
  nonFiniteState:
    "The state or its derivative became NaN or infinite. Check f near this time, or take smaller steps.",
  aborted: "The integration was aborted by its signal.",
  event: "The integration was ended by an event.",
  stopped: "The integration was ended by onStep.",
  tooManyEvents:
    "The limit on the number of events was reached: they may accumulate at one time (Zeno behaviour). End the integration at an event, or raise maxEvents.",
  adjointDiverged:
    "The backward integration of the continuous adjoint does not reproduce the forward states, so its gradient would be wrong. Use odeintSymplecticAdjoint, or tighten adjointRtol and adjointAtol.",
} as const;

/** The ways an integration can end. */
export type OutcomeKind = keyof typeof outcomeMessages;

/** Whether an integration ended as requested, so that its gradient can be computed. */
export function endedAsAsked({ kind }: Pick<Outcome, "kind">): boolean {
  return kind === "success" || kind === "event" || kind === "stopped";
}

/** An outcome with its standard message. */
export function outcome(kind: OutcomeKind, t: number, step: number): Outcome {
  return { kind, message: outcomeMessages[kind], t, step };
}
