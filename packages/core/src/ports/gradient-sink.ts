import type { State } from "../trees/state.js";
import type { Gradients } from "./gradients.js";

/**
 * The cotangents of a backward pass: λ = ∂L/∂y at the time the pass has reached, for methods with memory followed by those
 * of the memory, and ∂L/∂θ so far. Both are owned by the sink until `finish` hands them over. Zeros are not made before
 * something is added to them.
 */
export interface GradientSink<A> {
  /** undefined as long as it is zero. */
  readonly lambda: State<A> | undefined;
  /** undefined as long as it is zero. */
  readonly theta: State<A> | undefined;
  /** Adds the cotangent of an output; undefined adds nothing. */
  addOutput(cotangent: State<A> | undefined): void;
  /** Gives λ a new value, made in the open scope or outside of any. */
  replace(lambda: State<A>): void;
  /** Gives both new values, the old θ having been given away for it. */
  replaceBoth(lambda: State<A>, theta: State<A>): void;
  /** Adds a contribution to ∂L/∂θ; the state is given away. */
  addParameters(cotangent: State<A>): void;
  /** What must survive the scope that is open. */
  survivors(): ReadonlyArray<State<A>>;
  /** Hands both over, as zeros where nothing was added. */
  finish(): Gradients<A>;
  /** Frees both, when something went wrong. */
  release(): void;
}
