/** How an integration ended, with the message shown to the user. */
export interface Outcome {
  readonly kind: OutcomeKind;
  readonly message: string;
  /** The time reached. */
  readonly t: number;
  /** The last step attempted, signed. */
  readonly step: number;
  /** What shows that the problem is stiff, if the step limit was reached for that reason. */
  readonly stiffness?: Stiffness | undefined;
}

/** Steps that are held by stability, not by accuracy. */
export interface Stiffness {
  /** Mean length of the last steps. */
  readonly step: number;
  /** |hλ|: that length times the fastest rate of f. */
  readonly product: number;
  /** The value of |hλ| up to which the method is stable. */
  readonly bound: number;
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

/** The step limit was reached because the problem is stiff. */
export function stiffOutcome(t: number, step: number, stiffness: Stiffness): Outcome {
  const { step: mean, product, bound } = stiffness;
  const message = `The step limit was reached, and the problem is stiff near t = ${t}: the last steps, about ${mean.toPrecision(2)} long, are held by stability, not by accuracy (|hλ| ≈ ${product.toPrecision(2)}, and the method is stable up to ${bound.toPrecision(2)}). Looser tolerances will hardly help: raise maxNumSteps, end the integration earlier, or remove the fast time scale from f.`;
  return { kind: "tooManySteps", message, t, step, stiffness };
}

/** An outcome with its standard message. */
export function outcome(kind: OutcomeKind, t: number, step: number): Outcome {
  return { kind, message: outcomeMessages[kind], t, step };
}
