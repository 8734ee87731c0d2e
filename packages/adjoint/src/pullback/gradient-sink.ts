import type { Backend, Gradients, State } from "@symplectic-adjoint/core";

/**
 * The cotangents on their way back: λ = ∂L/∂y at the time the sweep has reached, and ∂L/∂θ so far. Both are owned here
 * until `finish` hands them over. Zeros are not made before something is added to them.
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

/** An empty sink for a state like y0 and these parameters. */
export function gradientSink<A>(
  backend: Backend<A>,
  y0: State<A>,
  parameters: State<A>,
): GradientSink<A> {
  let lambda: State<A> | undefined;
  let theta: State<A> | undefined;
  return {
    get lambda() {
      return lambda;
    },
    get theta() {
      return theta;
    },
    addOutput(cotangent) {
      if (cotangent === undefined) return;
      const old = lambda;
      lambda = backend.linearCombination(old, 1, [1], [cotangent]);
      if (old !== undefined) backend.release(old);
    },
    replace(next) {
      if (lambda !== undefined) backend.release(lambda);
      lambda = next;
    },
    replaceBoth(nextLambda, nextTheta) {
      this.replace(nextLambda);
      if (parameters.length > 0) theta = nextTheta;
    },
    addParameters(cotangent) {
      if (parameters.length === 0) return;
      if (theta === undefined) {
        theta = cotangent;
        return;
      }
      try {
        theta = backend.accumulate(theta, cotangent);
      } finally {
        backend.release(cotangent);
      }
    },
    survivors() {
      const all: Array<State<A>> = [];
      if (lambda !== undefined) all.push(lambda);
      if (theta !== undefined) all.push(theta);
      return all;
    },
    finish() {
      // Kept here until both are there: one that was made is released if the other cannot be.
      lambda ??= backend.zerosLike(y0);
      theta ??= backend.zerosLike(parameters);
      return { y0: lambda, parameters: theta };
    },
    release() {
      if (lambda !== undefined) backend.release(lambda);
      if (theta !== undefined) backend.release(theta);
    },
  };
}
