/** An activation in double precision, with its first and second derivative; y is its value at x. */
export interface PlainActivation {
  value(x: number): number;
  slope(x: number, y: number): number;
  curvature(x: number, y: number): number;
}

const sigmoid = (x: number) => 1 / (1 + Math.exp(-x));

/** By the names that the models have for them. */
export const plainActivations: Readonly<Record<"tanh" | "softplus", PlainActivation>> = {
  tanh: {
    value: Math.tanh,
    slope: (_x, y) => 1 - y * y,
    curvature: (_x, y) => -2 * y * (1 - y * y),
  },
  softplus: {
    value: (x) => Math.max(x, 0) + Math.log1p(Math.exp(-Math.abs(x))),
    slope: sigmoid,
    curvature: (x) => sigmoid(x) * (1 - sigmoid(x)),
  },
};
