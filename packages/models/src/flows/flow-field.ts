import type { Scalar, Tensor } from "@tensorflow/tfjs-core";

/** Time: a number, or a scalar tensor if the end time is trained. */
export type FlowTime = number | Scalar;

/**
 * The right-hand side f(t, z) of a continuous normalizing flow, z' = f(t, z), with the derivatives that its density needs.
 * z has the shape [batch, dimension]; rows do not depend on one another.
 */
export interface FlowField {
  /** Length of a row of z. */
  readonly dimension: number;
  /** The variables that f reads. */
  readonly variables: ReadonlyArray<Tensor>;
  /** f, shape [batch, dimension]. */
  evaluate(t: FlowTime, z: Tensor): Tensor;
  /** f, and the trace of ∂f/∂z for each row, shape [batch, 1]. */
  divergence(t: FlowTime, z: Tensor): { readonly value: Tensor; readonly trace: Tensor };
  /**
   * f, and the product of ∂f/∂z with a vector for each row, from the right or from the left, both shape
   * [batch, dimension]. Its scalar product with the vector is an estimate of the trace without bias, if the vector is random
   * with the identity as covariance (Hutchinson, Commun. Stat. Simul. 18 (1989), 1059).
   */
  jacobianProduct(
    t: FlowTime,
    z: Tensor,
    vector: Tensor,
  ): { readonly value: Tensor; readonly product: Tensor };
  /** Frees the variables that belong to the field. */
  dispose(): void;
}
