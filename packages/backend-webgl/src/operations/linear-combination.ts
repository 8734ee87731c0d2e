import { usedTerms } from "@symplectic-adjoint/backend-tfjs";
import type { State } from "@symplectic-adjoint/core";
import type { MathBackendWebGL } from "@tensorflow/tfjs-backend-webgl";
import { engine, type Tensor, zeros } from "@tensorflow/tfjs-core";
import { combine } from "../programs/combine.js";

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
  const { states: used, coefficients } = usedTerms(base, scale, weights, terms);
  const [first] = used;
  if (first === undefined) return (terms[0] ?? []).map(({ shape }) => zeros(shape));
  return first.map((_, i) => {
    const leaves = used.map((state) => state[i] as Tensor);
    return engine().makeTensorFromTensorInfo(combine(backend, coefficients, leaves));
  });
}
