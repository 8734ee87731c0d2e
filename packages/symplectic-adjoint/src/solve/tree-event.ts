import {
  type State,
  type StateEvent,
  type Structure,
  unflattenTree,
} from "@symplectic-adjoint/core";
import type { ObservedStep } from "../options/options.js";

/** Converts the loop's events to those of the user's `onStep`, whose state has the structure of y0. */
export function observer<A>(
  onStep: (event: ObservedStep<never>) => unknown,
  structure: Structure,
): (event: StateEvent<A>) => unknown {
  return (event) =>
    onStep(new TreeEvent(event, structure) as ObservedStep<unknown> as ObservedStep<never>);
}

/** `state` is no own property, so that spreading or logging an event computes nothing. */
class TreeEvent<A> implements ObservedStep<unknown> {
  readonly t: number;
  readonly h: number;
  readonly accepted: boolean;
  readonly errorRatio: number;
  readonly #event: StateEvent<A>;
  readonly #structure: Structure;

  constructor(event: StateEvent<A>, structure: Structure) {
    this.t = event.t;
    this.h = event.h;
    this.accepted = event.accepted;
    this.errorRatio = event.errorRatio;
    this.#event = event;
    this.#structure = structure;
  }

  /** A function made when it is read, so that it can be taken from the event: `({ state }) => state()`. */
  get state(): () => unknown {
    return () => {
      const leaves: State<A> = this.#event.state();
      return unflattenTree(this.#structure, leaves);
    };
  }
}
