import { isPositive } from "./choices.js";
import {
  add,
  affine,
  constant,
  cos,
  div,
  exp,
  log,
  mul,
  neg,
  ONE,
  reciprocal,
  type Scalar,
  sin,
  sqrt,
  sub,
} from "./scalar.js";

// Functions composed of others.

export const square = (a: Scalar): Scalar => mul(a, a);
export const tan = (a: Scalar): Scalar => div(sin(a), cos(a));
export const sinh = (a: Scalar): Scalar => affine(sub(exp(a), exp(neg(a))), 0.5);
export const cosh = (a: Scalar): Scalar => affine(add(exp(a), exp(neg(a))), 0.5);
export const asinh = (a: Scalar): Scalar => log(add(a, sqrt(affine(square(a), 1, 1))));
export const acosh = (a: Scalar): Scalar => log(add(a, sqrt(affine(square(a), 1, -1))));
export const atanh = (a: Scalar): Scalar => affine(log(div(add(ONE, a), sub(ONE, a))), 0.5);
export const expm1 = (a: Scalar): Scalar => affine(exp(a), 1, -1);
export const log1p = (a: Scalar): Scalar => log(affine(a, 1, 1));
export const sigmoid = (a: Scalar): Scalar => reciprocal(affine(exp(neg(a)), 1, 1));
export const softplus = (a: Scalar): Scalar => log(affine(exp(a), 1, 1));
export const pow = (a: Scalar, b: Scalar): Scalar => exp(mul(b, log(a)));
export const elu = (a: Scalar): Scalar => (isPositive(a) ? a : expm1(a));
export const selu = (a: Scalar): Scalar =>
  affine(isPositive(a) ? a : affine(expm1(a), 1.6732632423543772), 1.0507009873554805);

/** a to an integer power. */
export function power(a: Scalar, n: number): Scalar {
  return n === 0 ? ONE : mul(a, power(a, n - 1));
}

/** a, clipped between two numbers. */
export function clip(a: Scalar, least: number, most: number): Scalar {
  if (!isPositive(affine(a, 1, -least))) return constant(least);
  return isPositive(affine(a, 1, -most)) ? constant(most) : a;
}

/** The exponentials, divided by their sum. */
export function softmax(elements: ReadonlyArray<Scalar>): Array<Scalar> {
  const weights = elements.map(exp);
  const total = add(...weights);
  return weights.map((weight) => div(weight, total));
}

export function mean(elements: ReadonlyArray<Scalar>): Scalar {
  return affine(add(...elements), 1 / elements.length);
}

/** The mean of squared differences from the mean. */
export function variance(elements: ReadonlyArray<Scalar>): Scalar {
  const middle = mean(elements);
  return mean(elements.map((element) => square(sub(element, middle))));
}
