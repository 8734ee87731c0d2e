import type { Backend, GradientSink, State, TimeSink } from "@symplectic-adjoint/core";

/** λ and ∂L/∂θ as sums, for tests. */
export function plainSink<A>(backend: Backend<A>): GradientSink<A> {
  let lambda: State<A> | undefined;
  let theta: State<A> | undefined;
  const release = (state: State<A> | undefined) => {
    if (state !== undefined) backend.release(state);
  };
  return {
    get lambda() {
      return lambda;
    },
    get theta() {
      return theta;
    },
    addOutput(cotangent) {
      if (cotangent === undefined) return;
      const sum = backend.linearCombination(lambda, 1, [1], [cotangent]);
      release(lambda);
      lambda = sum;
    },
    replace(next) {
      release(lambda);
      lambda = next;
    },
    takeLambda() {
      const taken = lambda;
      lambda = undefined;
      return taken;
    },
    replaceBoth(nextLambda, nextTheta) {
      release(lambda);
      lambda = nextLambda;
      theta = nextTheta;
    },
    addParameters(cotangent) {
      const total = theta === undefined ? cotangent : backend.accumulate(theta, cotangent);
      if (theta !== undefined) backend.release(cotangent);
      theta = total;
    },
    survivors: () => [lambda, theta].filter((state) => state !== undefined),
    finish: () => ({ y0: lambda ?? [], parameters: theta ?? [] }),
    release() {
      release(lambda);
      release(theta);
    },
  };
}

/** ∂L/∂start and ∂L/∂end of a step, as numbers. */
export interface PlainTimes<A> extends TimeSink<A> {
  start: number;
  end: number;
}

/** Adds up what a step reports. */
export function plainTimes<A>(backend: Backend<A>): PlainTimes<A> {
  return {
    start: 0,
    end: 0,
    add(toStart, toEnd, scalar) {
      const value = backend.readSync(scalar);
      this.start += toStart * value;
      this.end += toEnd * value;
      if (typeof scalar !== "number") backend.release([scalar]);
    },
  };
}
