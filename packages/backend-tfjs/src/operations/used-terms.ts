import type { State } from "@symplectic-adjoint/core";
import type { Tensor } from "@tensorflow/tfjs-core";

/** What a linear combination really reads: states and their coefficients, in order, the base first with coefficient 1. */
export interface UsedTerms {
  readonly states: Array<State<Tensor>>;
  readonly coefficients: Array<number>;
}

/**
 * The terms of base + scale · Σ_j weights_j · terms_j whose weight is not zero. The coefficients scale · weights_j are
 * products in double precision. The lists are the receiver's.
 */
export function usedTerms(
  base: State<Tensor> | undefined,
  scale: number,
  weights: ReadonlyArray<number>,
  terms: ReadonlyArray<State<Tensor>>,
): UsedTerms {
  const states: Array<State<Tensor>> = base === undefined ? [] : [base];
  const coefficients: Array<number> = base === undefined ? [] : [1];
  for (let j = 0; j < weights.length; j++) {
    const weight = weights[j] as number;
    if (weight === 0) continue;
    states.push(terms[j] as State<Tensor>);
    coefficients.push(scale * weight);
  }
  return { states, coefficients };
}
