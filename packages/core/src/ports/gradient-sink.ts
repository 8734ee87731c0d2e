import type { State } from "../trees/state.js";
import type { Gradients } from "./gradients.js";

/**
 * The cotangents of a backward pass: λ = ∂L/∂y at the time the pass has reached, for methods with memory followed by
 * those of the memory, and ∂L/∂θ so far. The sink owns both until `finish` returns them; zeros are created lazily.
 */
export interface GradientSink<A> {
  /** undefined as long as it is zero. */
  readonly lambda: State<A> | undefined;
  /** undefined as long as it is zero. */
  readonly theta: State<A> | undefined;
  /** Adds the cotangent of an output; undefined is zero. */
  addOutput(cotangent: State<A> | undefined): void;
  /** Replaces λ by a value created in the open scope or outside any scope. */
  replace(lambda: State<A>): void;
  /** Gives up λ, which is then zero: the caller owns it. */
  takeLambda(): State<A> | undefined;
  /** Replaces both values; the old θ was consumed. */
  replaceBoth(lambda: State<A>, theta: State<A>): void;
  /** Adds a contribution to ∂L/∂θ and takes ownership of it. */
  addParameters(cotangent: State<A>): void;
  /** States that must survive the open scope. */
  survivors(): ReadonlyArray<State<A>>;
  /** Returns both; zeros if nothing was added. */
  finish(): Gradients<A>;
  /** Frees both after an error. */
  release(): void;
}
