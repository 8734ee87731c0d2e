import type { State } from "@symplectic-adjoint/core";
import type { MathBackendWebGL } from "@tensorflow/tfjs-backend-webgl";
import { engine, type Tensor, zeros } from "@tensorflow/tfjs-core";
import { combine } from "../programs/linear-combination.js";

/**
 * base + scale · Σ_j weights_j · terms_j, leaf by leaf, as new tensors: one pass per leaf for up to 16 arrays.
 *
 * The coefficients scale · weights_j are computed in double precision and rounded to float32 once.
 */
export function linearCombination(
  backend: MathBackendWebGL,
  base: State<Tensor> | undefined,
  scale: number,
  weights: ReadonlyArray<number>,
  terms: ReadonlyArray<State<Tensor>>,
): State<Tensor> {
  const used: Array<State<Tensor>> = base === undefined ? [] : [base];
  const coefficients: Array<number> = base === undefined ? [] : [1];
  for (const [j, weight] of weights.entries()) {
    if (weight === 0) continue;
    used.push(terms[j] as State<Tensor>);
    coefficients.push(scale * weight);
  }
  const [first] = used;
  if (first === undefined) return (terms[0] ?? []).map(({ shape }) => zeros(shape));
  return first.map((_, i) => {
    const leaves = used.map((state) => state[i] as Tensor);
    return engine().makeTensorFromTensorInfo(combine(backend, coefficients, leaves));
  });
}
