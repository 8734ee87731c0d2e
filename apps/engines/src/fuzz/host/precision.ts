/** How well an engine computes: bounds of the relative error of one operation. */
export interface Precision {
  /** Of sums, products and quotients. */
  readonly arithmetic: number;
  /** Of exp, log, tanh, pow and their like. */
  readonly functions: number;
  /** Absolute error of sin and cos. */
  readonly sines: number;
  /** Absolute error of arc functions. */
  readonly arcs: number;
}

/** Correctly rounded float32. Functions of good libraries are off by an ulp or two. */
export const float32: Precision = {
  arithmetic: 2 ** -24,
  functions: 2 ** -22,
  sines: 2 ** -22,
  arcs: 2 ** -22,
};

/** WGSL allows atan 4096 ulp, and asin and acos about as much. */
export const SHADER_ARCS: number = 2 ** -11;
