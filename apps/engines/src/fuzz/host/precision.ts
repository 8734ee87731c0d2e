/** The accuracy of an engine: bounds of the relative error of one operation. */
export interface Precision {
  /** Bound for sums, products and quotients. */
  readonly arithmetic: number;
  /** Bound for exp, log, tanh, pow and similar. */
  readonly functions: number;
  /** Absolute error of sin and cos. */
  readonly sines: number;
  /** Absolute error of arc functions. */
  readonly arcs: number;
}

/** Correctly rounded float32. Library functions have errors of an ulp or two. */
export const float32: Precision = {
  arithmetic: 2 ** -24,
  functions: 2 ** -22,
  sines: 2 ** -22,
  arcs: 2 ** -22,
};

/** WGSL allows 4096 ulp for atan, and about as much for asin and acos. */
export const SHADER_ARCS: number = 2 ** -11;
