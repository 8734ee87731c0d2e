import type { Backend, GradientSink, Gradients, State } from "@symplectic-adjoint/core";

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
  return new Sink(backend, y0, parameters, memory);
}

class Sink<A> implements GradientSink<A> {
  lambda: State<A> | undefined = undefined;
  theta: State<A> | undefined = undefined;
  readonly #backend: Backend<A>;
  readonly #y0: State<A>;
  readonly #parameters: State<A>;
  readonly #memory: number;

  constructor(backend: Backend<A>, y0: State<A>, parameters: State<A>, memory: number) {
    this.#backend = backend;
    this.#y0 = y0;
    this.#parameters = parameters;
    this.#memory = memory;
  }

  addOutput(cotangent: State<A> | undefined): void {
    if (cotangent === undefined) return;
    const { lambda } = this;
    const { length } = this.#y0;
    const old = lambda?.slice(0, length);
    const sum = this.#backend.linearCombination(old, 1, [1], [cotangent]);
    const rest = lambda?.slice(length) ?? this.#zerosOfMemory();
    this.#release(old);
    this.lambda = rest.length === 0 ? sum : [...sum, ...rest];
  }

  replace(next: State<A>): void {
    this.#release(this.lambda);
    this.lambda = next;
  }

  takeLambda(): State<A> | undefined {
    const taken = this.lambda;
    this.lambda = undefined;
    return taken;
  }

  replaceBoth(nextLambda: State<A>, nextTheta: State<A>): void {
    this.replace(nextLambda);
    if (this.#parameters.length > 0) this.theta = nextTheta;
  }

  addParameters(cotangent: State<A>): void {
    if (this.#parameters.length === 0) return;
    if (this.theta === undefined) {
      this.theta = cotangent;
      return;
    }
    try {
      this.theta = this.#backend.accumulate(this.theta, cotangent);
    } finally {
      this.#release(cotangent);
    }
  }

  survivors(): ReadonlyArray<State<A>> {
    return [this.lambda, this.theta].filter((state) => state !== undefined);
  }

  finish(): Gradients<A> {
    // Assigned here first: if the second allocation fails, `release` frees the first.
    this.lambda ??= this.#backend.zerosLike(this.#y0);
    this.theta ??= this.#backend.zerosLike(this.#parameters);
    return { y0: this.lambda, parameters: this.theta };
  }

  release(): void {
    this.#release(this.lambda);
    this.#release(this.theta);
  }

  #release(state: State<A> | undefined): void {
    if (state !== undefined) this.#backend.release(state);
  }

  #zerosOfMemory(): State<A> {
    if (this.#memory === 0) return [];
    return this.#backend.zerosLike(new Array<State<A>>(this.#memory).fill(this.#y0).flat());
  }
}
