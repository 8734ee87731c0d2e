// Events of solve, of the …Async functions, and odeintEvent.
import * as tf from "@tensorflow/tfjs";
import {
  type EventOption,
  float64,
  odeintAsync,
  odeintEvent,
  odeintEventAsync,
  solve,
} from "symplectic-adjoint";

const ball = { x: tf.scalar(1), v: tf.scalar(0) };

// Functions of events get the state as f does, and return a scalar, or a state.
const found = odeintEvent((_t, { v }) => ({ x: v, v: tf.scalar(-8) }), ball, tf.scalar(0), {
  event: (_t, { x }) => x,
  direction: -1,
  until: 10,
});
export const time: tf.Scalar = found.t;
export const velocity: tf.Tensor = found.y.v;

const awaited = await odeintEventAsync((t, y) => tf.mul(y, t), tf.scalar(1), 0, {
  event: (t, y) => tf.sub(y, t.square()).asScalar(),
  time: "tensor",
});
export const again: tf.Scalar = awaited.differentiable(tf.scalar(1), { t0: tf.scalar(0) }).t;

const solution = await odeintAsync((_t, y) => tf.neg(y), tf.tensor1d([1, 2]), [0, 1], {
  events: [
    { condition: (_t, y) => tf.sum(y).asScalar(), terminal: 2, probes: 3, name: "sum" },
    { condition: (t, y) => tf.sub(tf.max(y), t).asScalar(), reset: (_t, y) => tf.mul(y, 2) },
  ],
  maxEvents: 10,
});
export const times: tf.Tensor | undefined = solution.events?.times;
export const states: tf.Tensor | undefined = solution.events?.states;
export const recorded: tf.Tensor = solution.differentiableWithEvents(tf.tensor1d([1, 2])).states;

const floor: EventOption<Float64Array, Float64Array, "number", Float64Array> = {
  condition: {
    evaluate: (_t, y, p) => (y[0] as number) - (p[0] as number),
    vjp(_t, _y, _p, g, yBar, pBar) {
      yBar[0] = g as number;
      pBar[0] = -g;
    },
  },
  direction: -1,
};
const fall = {
  parameters: Float64Array.of(0.1),
  evaluate(_t: number, _y: Float64Array, _p: Float64Array, dy: Float64Array) {
    dy[0] = -1;
  },
};
const numbers = solve(fall, Float64Array.of(1), [0, 2], { backend: float64, events: [floor] });
export const count: number | undefined = numbers.events?.which.length;
export const gradient: Float64Array = numbers.pullback(undefined, {
  events: { times: Float64Array.of(1) },
}).y0;
