import {
  type Float64Function,
  type Float64PlainFunction,
  withJacobian,
} from "@symplectic-adjoint/backend-float64";
import * as tf from "@tensorflow/tfjs";
import {
  checkGradient,
  float64,
  type GradientReport,
  type Solution,
  solve,
  solveAsync,
  symplecticAdjoint,
} from "symplectic-adjoint";

// f for the backend float64, unannotated and annotated.

const y0 = Float64Array.of(1, 0);
const t = [0, 1];
const backend = float64;

export const plain: Solution<Float64Array, Float64Array> = solve(
  (_t, [q = 0, p = 0]) => Float64Array.of(p, -q),
  y0,
  t,
  { backend, method: "dopri5" },
);
export const plainTuple: Solution<Float64Array, [Float64Array, Float64Array]> = solve(
  (_t, [q, p]) => [p, q.map((x) => -x)],
  [y0, y0],
  t,
  { backend },
);
export const plainRecord = solve((_t, { q, p }) => ({ q: p, p: q }), { q: y0, p: y0 }, t, {
  backend,
});
export const length: number = plainRecord.ys.q.length;

const growth = solve(
  {
    evaluate(time, y, _parameters, dy) {
      for (let i = 0; i < y.length; i++) dy[i] = (y[i] ?? 0) * time;
    },
    vjp(time, _y, _parameters, g, yBar, _parametersBar) {
      for (let i = 0; i < g.length; i++) yBar[i] = (g[i] ?? 0) * time;
    },
  },
  y0,
  t,
  { backend, adjoint: symplecticAdjoint() },
);
export const gradient: Float64Array = growth.pullback(Float64Array.of(0, 0, 1, 1)).y0;
export const nested = solve(
  {
    parameters: { k: Float64Array.of(2) },
    evaluate(_t, { q, p }, { k }, dy) {
      dy.q.set(p);
      dy.p.set(q.map((x) => -x * (k[0] ?? 0)));
    },
    vjp(_t, { q }, { k }, g, yBar, bar) {
      yBar.p.set(g.q);
      yBar.q.set(g.p.map((x) => -x * (k[0] ?? 0)));
      bar.k[0] = -(g.p[0] ?? 0) * (q[0] ?? 0);
    },
  },
  { q: y0, p: y0 },
  t,
  { backend },
);
interface Pendulum {
  q: Float64Array;
  readonly p: Float64Array;
}
declare const pendulum: Pendulum;
export const ofInterface: Solution<Float64Array, Pendulum> = solve(
  (_t, { q, p }: Pendulum): Pendulum => ({ q: p, p: q }),
  pendulum,
  t,
  { backend },
);

// Kept in variables
const decay: Float64Function = {
  parameters: Float64Array.of(0.5),
  evaluate(_t, y, k, dy) {
    for (let i = 0; i < y.length; i++) dy[i] = -(k[0] ?? 0) * (y[i] ?? 0);
  },
};
export const kept = solve(decay, y0, t, { backend, parameters: Float64Array.of(1) });
const plainKept: Float64PlainFunction = (_t, y) => y;
export const keptPlain = solve(plainKept, y0, t, { backend });
const pair: Float64Function<[Float64Array, Float64Array]> = {
  evaluate(_t, [q, p], _parameters, [dq, dp]) {
    dq.set(p);
    dp.set(q);
  },
};
export const keptPair = solve(pair, [y0, y0], t, { backend }).ys[1].length;
const oscillator = withJacobian({
  evaluate(_t, y, _k, dy) {
    dy.set(y);
  },
  jacobian(_t, y, _k, J) {
    for (let i = 0; i < y.length; i++) J[i * (y.length + 1)] = 1;
  },
});
export const withMatrix: Float64Array = solve(oscillator, y0, t, { backend }).ys;
export const later: Promise<Solution<Float64Array, Float64Array>> = solveAsync(
  (_t, y) => y.map((x) => -x),
  y0,
  t,
  { backend, differentiate: false },
);

// @ts-expect-error Tensors need TensorFlow.js.
solve((_t, y) => y, tf.tensor1d([1]), t, { backend });
// @ts-expect-error
solve((_t, y) => y, y0, t);
// @ts-expect-error
solve(async (_t, y) => y, y0, t, { backend });
// @ts-expect-error
solve((_t, _y) => [1, 2], y0, t, { backend });
// @ts-expect-error
solve({ evaluate: 1 }, y0, t, { backend });
// @ts-expect-error
solve((_t, y) => y, { q: 1 }, t, { backend });

export const checked: Promise<ReadonlyArray<GradientReport>> = Promise.all([
  checkGradient(
    {
      parameters: { k: Float64Array.of(2) },
      evaluate: (_t, { q }, { k }, dy) => {
        dy.q[0] = (k[0] ?? 0) * (q[0] ?? 0);
      },
      vjp: (_t, { q }, { k }, g, yBar, bar) => {
        yBar.q[0] = (k[0] ?? 0) * (g.q[0] ?? 0);
        bar.k[0] = (q[0] ?? 0) * (g.q[0] ?? 0);
      },
    },
    { q: y0 },
    t,
    { backend, directions: 1 },
  ),
  checkGradient((_t, [a, b]) => [b, tf.neg(a)], [tf.scalar(1), tf.scalar(0)], t, { seed: 1 }),
]);
