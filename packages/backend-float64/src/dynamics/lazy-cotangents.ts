import type { Cotangents, State } from "@symplectic-adjoint/core";

/**
 * The result of a pullback, with f's value computed on demand: the symplectic adjoint never needs it, the continuous
 * adjoint always does.
 *
 * A class, because a getter on the prototype is free, while one in an object literal is created for every stage.
 */
export class LazyCotangents implements Cotangents<Float64Array> {
  readonly y: State<Float64Array>;
  readonly parameters: State<Float64Array>;
  readonly t: number | undefined;
  private readonly evaluate: (t: number, y: State<Float64Array>) => State<Float64Array>;
  private readonly time: number;
  private readonly at: State<Float64Array>;

  constructor(
    y: State<Float64Array>,
    parameters: State<Float64Array>,
    evaluate: (t: number, y: State<Float64Array>) => State<Float64Array>,
    t: number,
    at: State<Float64Array>,
    timeCotangent: number | undefined,
  ) {
    this.y = y;
    this.parameters = parameters;
    this.t = timeCotangent;
    this.evaluate = evaluate;
    this.time = t;
    this.at = at;
  }

  /** f(t, y), evaluated again on each access. */
  get value(): State<Float64Array> {
    return this.evaluate(this.time, this.at);
  }
}
