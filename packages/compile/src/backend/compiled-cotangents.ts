import type { Cotangents, State } from "@symplectic-adjoint/core";

/** The result of a pullback; the value is computed when it is read, which few strategies do. */
export class CompiledCotangents<A> implements Cotangents<A> {
  readonly y: State<A>;
  readonly parameters: State<A>;
  readonly t: number | undefined;
  readonly #value: () => State<A>;

  constructor(y: State<A>, parameters: State<A>, t: number | undefined, value: () => State<A>) {
    this.y = y;
    this.parameters = parameters;
    this.t = t;
    this.#value = value;
  }

  /** f(t, y). */
  get value(): State<A> {
    return this.#value();
  }
}
