import { float64 } from "symplectic-adjoint";

/** A loss and its gradient in double precision. */
export interface PlainGradient {
  readonly loss: number;
  readonly gradient: ReadonlyArray<Float64Array>;
}

/** How the solves that serve as reference are computed. */
export const EXACT = { backend: float64, method: "dopri8", rtol: 1e-12, atol: 1e-13 } as const;
