import type { Backend, State } from "@symplectic-adjoint/core";

/** λ and θ̄ of the continuous adjoint while it is integrated; retained. */
export class AdjointVariables<A> {
  lambda: State<A> = [];
  theta: State<A> = [];
  private readonly backend: Backend<A>;

  /** Zeros. */
  constructor(backend: Backend<A>, y0: State<A>, parameters: State<A>) {
    this.backend = backend;
    this.replaceLambda(() => backend.zerosLike(y0));
    try {
      this.addTheta(() => backend.zerosLike(parameters));
    } catch (error) {
      this.release();
      throw error;
    }
  }

  /** Adds a cotangent to λ. */
  add(cotangent: State<A>): void {
    this.replaceLambda(() => this.backend.linearCombination(this.lambda, 1, [1], [cotangent]));
  }

  /** Replaces λ by a state that is made in a scope. */
  replaceLambda(make: () => State<A>): void {
    const { lambda } = this;
    this.lambda = this.kept(make);
    this.backend.release(lambda);
  }

  /** Adds cotangents of parameters that are made in a scope. */
  addTheta(make: () => State<A>): void {
    const { backend, theta } = this;
    this.theta = this.kept(() => {
      const more = make();
      return theta.length === 0 ? more : backend.linearCombination(theta, 1, [1], [more]);
    });
    backend.release(theta);
  }

  /** Takes ownership of both, retained. */
  replace(lambda: State<A>, theta: State<A>): void {
    this.release();
    this.lambda = lambda;
    this.theta = theta;
  }

  release(): void {
    this.backend.release([...this.lambda, ...this.theta]);
    this.lambda = [];
    this.theta = [];
  }

  private kept(make: () => State<A>): State<A> {
    const { backend } = this;
    backend.openScope();
    try {
      return backend.retain(make());
    } finally {
      backend.closeScope([]);
    }
  }
}
