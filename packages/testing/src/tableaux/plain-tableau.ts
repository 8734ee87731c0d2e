/** The coefficients of an explicit Runge-Kutta method. */
export interface PlainTableau {
  /** Row i contains a_i0 … a_i,i−1. */
  readonly a: ReadonlyArray<ReadonlyArray<number>>;
  readonly b: ReadonlyArray<number>;
  readonly c: ReadonlyArray<number>;
  /** Weights of an embedded method. */
  readonly bHat?: ReadonlyArray<number> | undefined;
}
