/**
 * WGSL for error / (atol + rtol · max(|from|, |to|)), and for its non-finite values.
 *
 * A WGSL compiler may assume that NaN and infinity do not occur, and max() of NaN is unspecified. So bits are compared:
 * as integers, magnitudes are ordered finite < infinite < NaN. The larger of two magnitudes is found the same way.
 */
export const SCALED_QUOTIENT = `
  const INFINITE = 0x7f800000u;
  fn magnitude(x : V) -> B { return bitcast<B>(x) & B(0x7fffffffu); }
  fn scaleOf(a : V, b : V) -> V {
    return V(uniforms.atol) + V(uniforms.rtol) * bitcast<V>(max(magnitude(a), magnitude(b)));
  }
  /** The largest magnitude that is not finite, of error and states; a state or a scale that is not finite counts as NaN. */
  fn alarm(e : V, a : V, b : V, scale : V) -> B {
    let state = max(max(magnitude(a), magnitude(b)), magnitude(scale));
    let invalid = select(B(0u), B(0x7fc00000u), state >= B(INFINITE));
    return max(invalid, select(B(0u), magnitude(e), magnitude(e) >= B(INFINITE)));
  }`;
