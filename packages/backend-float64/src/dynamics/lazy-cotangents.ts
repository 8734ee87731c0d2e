import type { Cotangents, State } from "@symplectic-adjoint/core";

/**
 * What a pullback returns, with f's value computed when it is asked for: the symplectic adjoint never asks, the
 * continuous adjoint always does.
 *
 * A class, because a getter on the prototype costs nothing where a getter in an object literal would be defined anew
 * for every stage.
 */
export class LazyCotangents implements Cotangents<Float64Array> {
  readonly y: State<Float64Array>;
  readonly parameters: State<Float64Array>;
  private readonly evaluate: (t: number, y: State<Float64Array>) => State<Float64Array>;
  private readonly t: number;
  private readonly at: State<Float64Array>;

  constructor(
    y: State<Float64Array>,
    parameters: State<Float64Array>,
    evaluate: (t: number, y: State<Float64Array>) => State<Float64Array>,
    t: number,
    at: State<Float64Array>,
  ) {
    this.y = y;
    this.parameters = parameters;
    this.evaluate = evaluate;
    this.t = t;
    this.at = at;
  }

  /** f(t, y), evaluated anew each time. */
  get value(): State<Float64Array> {
    return this.evaluate(this.t, this.at);
  }
}
