import type {
  Backend,
  InterpolatedStep,
  Interpolation,
  Problem,
  State,
  StepSpan,
} from "@symplectic-adjoint/core";
import {
  type InterpolationData,
  interpolated,
  interpolatedDerivative,
} from "../step/interpolated.js";

/** An accepted step of which event handlers look at the inside. */
export class AcceptedStep<A> implements InterpolatedStep<A> {
  readonly index: number;
  readonly t: number;
  readonly h: number;
  readonly end: number;
  readonly before: State<A>;
  readonly after: State<A>;
  readonly #backend: Backend<A>;
  readonly #interpolation: Interpolation;
  readonly #data: InterpolationData<A>;

  constructor(
    { backend, method }: Problem<A>,
    index: number,
    { t, h, end }: StepSpan,
    data: InterpolationData<A>,
    after: State<A>,
  ) {
    this.index = index;
    this.t = t;
    this.h = h;
    this.end = end;
    this.before = data.start;
    this.after = after;
    this.#backend = backend;
    this.#interpolation = method.interpolation as Interpolation;
    this.#data = data;
  }

  at(theta: number): State<A> {
    if (theta === 0) return copyOf(this.#backend, this.before);
    if (theta === 1) return copyOf(this.#backend, this.after);
    return interpolated(this.#backend, this.#interpolation, this, this.#data, theta);
  }

  slopeAt(theta: number): State<A> {
    const { slopes } = this.#data;
    return interpolatedDerivative(this.#backend, this.#interpolation, slopes, theta);
  }
}

/** New arrays that the open scope owns; what is retained, no scope would free. */
function copyOf<A>(backend: Backend<A>, state: State<A>): State<A> {
  return backend.linearCombination(state, 1, [], []);
}
