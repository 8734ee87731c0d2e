import type { Backend, State, StateEvent, Structure } from "@symplectic-adjoint/core";
import type { ObservedStep } from "../options/options.js";
import { userTree } from "./user-tree.js";

/** Converts the loop's events to those of the user's `onStep`, whose state has the structure of y0. */
export function observer<A>(
  onStep: (event: ObservedStep<never>) => unknown,
  structure: Structure,
  backend: Backend<A>,
): (event: StateEvent<A>) => unknown {
  return (event) => {
    const seen = new TreeEvent(event, structure, backend);
    try {
      return onStep(seen as ObservedStep<unknown> as ObservedStep<never>);
    } finally {
      seen.end();
    }
  };
}

/** `state` is no own property, so that spreading or logging an event computes nothing. */
class TreeEvent<A> implements ObservedStep<unknown> {
  readonly t: number;
  readonly h: number;
  readonly accepted: boolean;
  readonly errorRatio: number;
  readonly #event: StateEvent<A>;
  readonly #structure: Structure;
  readonly #backend: Backend<A>;
  #shown: State<A> | undefined;

  constructor(event: StateEvent<A>, structure: Structure, backend: Backend<A>) {
    this.t = event.t;
    this.h = event.h;
    this.accepted = event.accepted;
    this.errorRatio = event.errorRatio;
    this.#event = event;
    this.#structure = structure;
    this.#backend = backend;
  }

  /** A function made when it is read, so that it can be taken from the event: `({ state }) => state()`. */
  get state(): () => unknown {
    return () => {
      const { present, copy } = this.#backend;
      const leaves = this.#event.state();
      if (present === undefined) return userTree({}, this.#structure, leaves);
      // Arrays of its own, which end with the event.
      this.#shown ??= copy?.(leaves) ?? leaves;
      return userTree({ present }, this.#structure, this.#shown);
    };
  }

  /** Frees what the user has seen of the state. */
  end(): void {
    if (this.#shown !== undefined) this.#backend.release(this.#shown);
  }
}
