// What a solution contains, times that are tensors, and solutions that are evaluated anywhere.
import * as tf from "@tensorflow/tfjs";
import {
  float64,
  type OdeOptions,
  odeint,
  odeintAdjoint,
  odeintSymplecticAdjointAsync,
  solve,
} from "symplectic-adjoint";

const y0 = tf.tensor2d([[1]]);

// One function in place of another.
const integrate: typeof odeint = odeintAdjoint;

// What `save` returns is what the solution contains; otherwise the state.
const saved = integrate((t, y) => tf.mul(y, t), y0, [0, 1], {
  save: (t, y) => ({ energy: tf.sum(tf.square(y)), t }),
});
export const energy: tf.Tensor = saved.energy;
export const plain: tf.Tensor = odeint((t, y) => tf.mul(y, t), y0, [0, 1], { rtol: 1e-3 });
const options: OdeOptions<tf.Tensor> = {};
export const general: tf.Tensor = odeint((t, y) => tf.mul(y, t), y0, [0, 1], options);

// With `time: "tensor"`, functions get a scalar.
const timed = odeint((t, y) => tf.mul(y, t.square()), y0, tf.tensor1d([0, 1]), {
  time: "tensor",
  save: (t, y) => [t.square(), y],
  onStep: ({ state }) => (state().shape[0] === 1 ? "stop" : undefined),
});
export const squares: tf.Tensor | undefined = timed[0];

const solution = await odeintSymplecticAdjointAsync(
  (t, y) => ({ q: y.p, p: tf.mul(y.q, t) }),
  { q: y0, p: y0 },
  [0, 1],
  { dense: true, save: (_t, y) => tf.add(y.p, y.q) },
);
export const sums: tf.Tensor = solution.ys;
export const between: tf.Tensor = solution.evaluate(0.5).q;
const states = { q: sums, p: sums };
export const forTimes: tf.Tensor | undefined = solution.pullback(sums, {
  times: true,
  dense: { t: [0.2], states },
}).t;

const growth = {
  parameters: Float64Array.of(1),
  evaluate(_t: number, y: Float64Array, p: Float64Array, dy: Float64Array) {
    dy[0] = (p[0] as number) * (y[0] as number);
  },
};
const product = solve(growth, Float64Array.of(1), [0, 1], {
  backend: float64,
  dense: true,
  save: {
    evaluate: (_t, y, p) => ({ a: Float64Array.of((y[0] as number) * (p[0] as number)) }),
    vjp(_t, _y, p, g, yBar) {
      yBar[0] = (g.a[0] as number) * (p[0] as number);
    },
  },
});
export const products: Float64Array = product.ys.a;
export const state: Float64Array = product.evaluate(0);

const squared = solve((_t, y) => y, Float64Array.of(1), [0, 1], {
  backend: float64,
  save: (_t, y) => Float64Array.of((y[0] as number) ** 2),
  onStep: ({ state: at }) => ((at()[0] as number) > 1 ? "stop" : undefined),
});
export const ofSquares: Float64Array = squared.ys;
