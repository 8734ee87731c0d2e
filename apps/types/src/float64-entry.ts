import {
  type Float64Function,
  type Solution,
  solve,
  solveAsync,
  withJacobian,
} from "symplectic-adjoint/float64";

// The entry without TensorFlow.js: arrays are Float64Arrays, and no backend has to be passed.

const y0 = Float64Array.of(1, 0);
const t = [0, 1];

export const plain: Float64Array = solve((_t, [q = 0, p = 0]) => Float64Array.of(p, -q), y0, t).ys;
export const pair: [Float64Array, Float64Array] = solve((_t, [q, p]) => [p, q], [y0, y0], t, {
  rtol: 1e-8,
}).ys;
export const record: Promise<Solution<Float64Array, { q: Float64Array; p: Float64Array }>> =
  solveAsync((_t, { q, p }) => ({ q: p, p: q }), { q: y0, p: y0 }, t, { differentiate: false });
const decay: Float64Function = {
  parameters: Float64Array.of(0.5),
  evaluate(_t, y, k, dy) {
    for (let i = 0; i < y.length; i++) dy[i] = -(k[0] ?? 0) * (y[i] ?? 0);
  },
};
export const kept = solve(decay, y0, t, { parameters: Float64Array.of(1) }).pullback(y0).y0.length;
export const unannotated = solve(
  {
    evaluate(time, y, _parameters, dy) {
      dy.set(y.map((x) => x * time));
    },
  },
  y0,
  t,
);
export const withMatrix: Float64Array = solve(
  withJacobian({
    evaluate(_t, y, _k, dy) {
      dy.set(y);
    },
    jacobian(_t, y, _k, J) {
      for (let i = 0; i < y.length; i++) J[i * (y.length + 1)] = 1;
    },
  }),
  y0,
  t,
).ys;

// @ts-expect-error Numbers are no arrays.
solve((_t, y) => y, [1, 2], t);
// @ts-expect-error
solve(async (_t, y) => y, y0, t);
// @ts-expect-error
solve((_t, _y) => 1, y0, t);
// @ts-expect-error
solve((_t, y) => y, y0, t, { tol: 1 });
