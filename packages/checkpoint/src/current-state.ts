import type { Backend, State } from "@symplectic-adjoint/core";

/** The current state of a backward pass, borrowed from a store or owned. */
export class CurrentState<A> {
  readonly #backend: Pick<Backend<A>, "retain" | "release">;
  #state: State<A> | undefined;
  #step = -1;
  #owned = false;

  constructor(backend: Pick<Backend<A>, "retain" | "release">) {
    this.#backend = backend;
  }

  /** The state, or undefined if there is none. */
  get state(): State<A> | undefined {
    return this.#state;
  }

  /** The step before which the state is; −1 if there is none. */
  get step(): number {
    return this.#step;
  }

  borrow(state: State<A>, step: number): void {
    this.letGo();
    this.#state = state;
    this.#step = step;
  }

  own(state: State<A>, step: number): void {
    this.borrow(state, step);
    this.#owned = true;
  }

  /** Retains a borrowed state before its owner releases it. */
  outliveLender(): void {
    if (this.#state === undefined || this.#owned) return;
    this.#state = this.#backend.retain(this.#state);
    this.#owned = true;
  }

  letGo(): void {
    const released = this.#owned ? this.#state : undefined;
    this.#state = undefined;
    this.#step = -1;
    this.#owned = false;
    if (released !== undefined) this.#backend.release(released);
  }
}
