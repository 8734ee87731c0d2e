import {
  ReleasedError,
  type State,
  type StateEvent,
  type StepSpan,
} from "@symplectic-adjoint/core";

/** What `onStep` is told about an attempt. Its state can be used until the call returns. */
export class StepReport<A> implements StateEvent<A> {
  readonly t: number;
  readonly h: number;
  readonly accepted: boolean;
  readonly errorRatio: number;
  #state: State<A> | undefined;

  constructor({ t, h }: StepSpan, accepted: boolean, errorRatio: number, state: State<A>) {
    this.t = t;
    this.h = h;
    this.accepted = accepted;
    this.errorRatio = errorRatio;
    this.#state = state;
  }

  state(): State<A> {
    if (this.#state !== undefined) return this.#state;
    throw new ReleasedError({
      argument: "The state of a step",
      problem: "was asked for after onStep had returned, when it may be freed",
      remedy: "Call state() within onStep, and copy what is needed later.",
    });
  }

  /** Called when `onStep` has returned. */
  expire(): void {
    this.#state = undefined;
  }
}
