import type { Backend, GradientSink, State } from "@symplectic-adjoint/core";

/**
 * An empty sink for a state like y0 and these parameters.
 *
 * @param memory Number of states of y0's shapes that follow y in λ.
 */
export function gradientSink<A>(
  backend: Backend<A>,
  y0: State<A>,
  parameters: State<A>,
  memory = 0,
): GradientSink<A> {
  let lambda: State<A> | undefined;
  let theta: State<A> | undefined;
  const zerosOfMemory = () =>
    memory === 0 ? [] : backend.zerosLike(Array.from({ length: memory }, () => y0).flat());
  return {
    get lambda() {
      return lambda;
    },
    get theta() {
      return theta;
    },
    addOutput(cotangent) {
      if (cotangent === undefined) return;
      const old = lambda?.slice(0, y0.length);
      const sum = backend.linearCombination(old, 1, [1], [cotangent]);
      const rest = lambda === undefined ? zerosOfMemory() : lambda.slice(y0.length);
      if (old !== undefined) backend.release(old);
      lambda = rest.length === 0 ? sum : [...sum, ...rest];
    },
    replace(next) {
      if (lambda !== undefined) backend.release(lambda);
      lambda = next;
    },
    takeLambda() {
      const taken = lambda;
      lambda = undefined;
      return taken;
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
      // Assigned here first: if the second allocation fails, `release` frees the first.
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
