import * as tf from "@tensorflow/tfjs";
import { odeint, odeintAsync, solve } from "symplectic-adjoint";

// Code that must not compile: a line after @ts-expect-error that compiles is an error itself.

const a = tf.tensor1d([1]);
const b = tf.tensor1d([0]);
const t = [0, 1];
interface Pendulum {
  q: tf.Tensor;
  p: tf.Tensor;
}
declare const pendulum: Pendulum;

// States
interface Optional {
  q: tf.Tensor;
  p?: tf.Tensor;
}
declare const optional: Optional;
// @ts-expect-error Optional fields of an interface: what may be absent has no derivative.
odeint((_t, y) => y, optional, t);
// @ts-expect-error
odeint((_t, y) => y, { z: optional }, t);
declare const optionalType: { q: tf.Tensor; p?: tf.Tensor };
// @ts-expect-error Optional fields of a type.
odeint((_t, y) => y, optionalType, t);
declare const maybe: { q: tf.Tensor | undefined };
// @ts-expect-error
odeint((_t, y) => y, maybe, t);
// @ts-expect-error Numbers are no tensors.
odeint((_t, y) => y, 1, t);
// @ts-expect-error
odeint((_t, y) => y, [1, 2], t);
// @ts-expect-error
odeint((_t, y) => y, { q: 1 }, t);
// @ts-expect-error
odeint((_t, y) => y, { q: null }, t);
// @ts-expect-error Typed arrays need the backend float64.
odeint((_t, y) => y, Float64Array.of(1), t);
// @ts-expect-error
odeint((_t, y) => y, new Map([["q", a]]), t);
// @ts-expect-error
odeint((_t, y) => y, Promise.resolve(a), t);
// @ts-expect-error
odeint((_t, y) => y, undefined, t);

// Functions
// @ts-expect-error f is no async function.
odeint(async (_t, y) => tf.neg(y), a, t);
// @ts-expect-error
odeint(async (_t, y: Pendulum): Promise<Pendulum> => y, pendulum, t);
// @ts-expect-error
odeint(async (_t, [q, p]) => [p, q], [a, b], t);
// @ts-expect-error Neither for the asynchronous twins.
odeintAsync(async (_t, y) => tf.neg(y), a, t);
// @ts-expect-error
solve(async (_t, y) => tf.neg(y), a, t);
// @ts-expect-error A number is no tensor.
odeint((_t, _y) => 3, a, t);
// @ts-expect-error Nothing is no tensor.
odeint((_t, _y) => {}, a, t);
// @ts-expect-error
odeint((_t, _y) => [1, 2], [a, b], t);
// @ts-expect-error A list for one tensor.
odeint((_t, y) => [y], a, t);
// @ts-expect-error p is missing.
odeint((_t, { q }) => ({ q }), pendulum, t);
// @ts-expect-error
odeint((_t, { q, p }) => ({ q, x: p }), { q: a, p: b }, t);
// @ts-expect-error One tensor for a record.
odeint((_t, { q }) => q, pendulum, t);
// @ts-expect-error Another structure than that of y0.
odeint((_t, [q, p]: [tf.Tensor, tf.Tensor]) => [p, q], { q: a, p: b }, t);
// @ts-expect-error Another rank than that of y0.
odeint((_t, y: tf.Tensor2D) => y, a, t);
// @ts-expect-error Time is a number.
odeint((time: tf.Scalar, y: tf.Tensor) => y.mul(time), a, t);
// @ts-expect-error Time comes first.
odeint((y: tf.Tensor, _t: number) => y, a, t);

// Times and options
// @ts-expect-error
odeint((_t, y) => y, a, ["0", "1"]);
// @ts-expect-error
odeint((_t, y) => y, a, 1);
// @ts-expect-error
odeint((_t, y) => y, a, t, { method: "rk5" });
// @ts-expect-error
odeint((_t, y) => y, a, t, { tol: 1e-5 });
// @ts-expect-error Only the asynchronous twins can wait.
odeint((_t, y) => y, a, t, { speculate: true });
// @ts-expect-error
odeint((_t, y) => y, a, t, { adjointRtol: 1e-5 });
