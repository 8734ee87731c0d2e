/** Relative and absolute tolerance of each leaf of the state: the scale of an error is atol + rtol · max(|y|, |y⁺|). */
export interface Tolerances {
  readonly rtol: ReadonlyArray<number>;
  readonly atol: ReadonlyArray<number>;
}
