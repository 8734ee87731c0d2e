import type { Backend, State } from "@symplectic-adjoint/core";

/** The state that a backward pass stands on: borrowed from a store, or its own to release. */
export class CurrentState<A> {
  readonly #backend: Pick<Backend<A>, "retain" | "release">;
  #state: State<A> | undefined;
  #step = -1;
  #owned = false;

  constructor(backend: Pick<Backend<A>, "retain" | "release">) {
    this.#backend = backend;
  }

  /** The state, or undefined when there is none. */
  get state(): State<A> | undefined {
    return this.#state;
  }

  /** The step that the state is the one before; −1 when there is none. */
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

  /** Makes a borrowed state its own, before the lender releases it. */
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
