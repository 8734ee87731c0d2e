import { constant, neg, type Scalar } from "./scalar.js";
import { decide } from "./watch-margin.js";

/** Whether a > b; the margin is recorded, because rounding must not decide this. */
export function isGreater(a: Scalar, b: Scalar): boolean {
  return decide(a.value - b.value) > 0;
}

export function isPositive(a: Scalar): boolean {
  return decide(a.value) > 0;
}

export function relu(a: Scalar): Scalar {
  return isPositive(a) ? a : constant(0);
}

export function abs(a: Scalar): Scalar {
  return isPositive(a) ? a : neg(a);
}

export function larger(a: Scalar, b: Scalar): Scalar {
  return isGreater(a, b) ? a : b;
}

export function smaller(a: Scalar, b: Scalar): Scalar {
  return isGreater(a, b) ? b : a;
}

/** A step function of a, which jumps wherever a + shift is an integer: `f` of the number, with a derivative of zero. */
export function rounded(f: (x: number) => number, a: Scalar, shift = 0): Scalar {
  const x = a.value + shift;
  decide(x - Math.round(x));
  return constant(f(a.value));
}

/** The index of the largest; ties are kinks. */
export function indexOfLargest(elements: ReadonlyArray<Scalar>): number {
  let best = 0;
  for (let i = 1; i < elements.length; i++) {
    if (isGreater(elements[i] as Scalar, elements[best] as Scalar)) best = i;
  }
  return best;
}
