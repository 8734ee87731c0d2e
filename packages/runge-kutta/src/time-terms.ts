import {
  type Backend,
  type Cotangents,
  type State,
  type TimeSink,
  UnsupportedGradientError,
} from "@symplectic-adjoint/core";

/** How the loss changes with the ends of a step, as terms that are added when the scope of the step is closed. */
export interface TimeTerms<A> {
  /** Adds those of a stage: its slope k, the cotangent g of the slope, and what f's pullback returned for g. */
  addStage(c: number, g: State<A>, pulled: Cotangents<A> & { readonly value: State<A> }): void;
  /** The scalars, which the open scope must not free. */
  survivors(): ReadonlyArray<State<A>>;
  /** Passes the terms on. */
  finish(): void;
}

/**
 * With start and end of the step as t and t + h, the loss depends on h through h k_i, and on the time t + c_i h of a stage:
 *
 *     ∂L/∂end   =  Σ_i g_i·k_i / h + Σ_i c_i g_iᵀ ∂f/∂t
 *     ∂L/∂start = −Σ_i g_i·k_i / h + Σ_i (1 − c_i) g_iᵀ ∂f/∂t
 */
export function timeTerms<A>(backend: Backend<A>, h: number, sink: TimeSink<A>): TimeTerms<A> {
  const terms: Array<readonly [toStart: number, toEnd: number, scalar: A | number]> = [];
  return {
    addStage(c, g, { t, value }) {
      if (t === undefined) throw missing();
      terms.push([-1 / h, 1 / h, backend.dot(g, value)]);
      if (t !== 0) terms.push([1 - c, c, t]);
    },
    survivors: () =>
      terms.flatMap(([, , scalar]) => (typeof scalar === "number" ? [] : [[scalar]])),
    finish() {
      let done = 0;
      try {
        for (const [toStart, toEnd, scalar] of terms) {
          done++;
          sink.add(toStart, toEnd, scalar);
        }
      } finally {
        for (const [, , scalar] of terms.slice(done))
          if (typeof scalar !== "number") backend.release([scalar]);
      }
    },
  };
}

function missing(): UnsupportedGradientError {
  return new UnsupportedGradientError({
    argument: "dynamics",
    problem: "computed no cotangent of t, which a gradient for times needs",
    remedy: "Return t from pullback if wantsTime is true: the number 0 if f does not use the time.",
  });
}
