import { type CompiledFunction, compiled } from "@symplectic-adjoint/compile";
import * as tf from "@tensorflow/tfjs";
import { odeint, odeintSymplecticAdjoint, solve } from "symplectic-adjoint";

// Compiled functions, with further arguments.

interface State {
  q: tf.Tensor;
  p: tf.Tensor;
}
declare const state: State;
declare const matrix: tf.Tensor2D;
const a = tf.scalar(1);
const t = [0, 1];

const plain = compiled((_t, y) => tf.neg(y));
const annotated: CompiledFunction<number, tf.Tensor, tf.Tensor> = compiled(
  (_t: number, y: tf.Tensor) => tf.neg(y),
);
odeint(plain, a, t).print();
odeint(plain.with(), a, t);
odeint(annotated, a, t);
odeint(annotated.with(), a, t);

const driven = compiled((_t, y: tf.Tensor, force: tf.Tensor) => tf.mul(y, force));
const bound: CompiledFunction<number, tf.Tensor, tf.Tensor> = driven.with(a);
odeintSymplecticAdjoint(bound, a, t).print();
solve(driven.with(a), a, t, { save: driven.with(a), parameters: [a] }).dispose();
driven(0, a, a).print();
bound(0, a).print();

const unannotated = compiled((_t, y, force) => tf.mul(y, force));
odeint(unannotated.with(a), a, t);
const typed = compiled((_t, y: tf.Tensor, w: tf.Tensor2D, b: tf.Scalar) => tf.add(tf.mul(y, w), b));
odeint(typed.with(matrix, a), a, t);
const many = compiled((_t, y: tf.Tensor, ...all: ReadonlyArray<tf.Tensor>) => tf.addN([y, ...all]));
odeint(many.with(a, a, a), a, t);
const named = compiled<State, State, [tf.Tensor]>((_t, { q, p }, mass) => ({
  q: tf.div(p, mass),
  p: tf.neg(q),
}));
odeint(named.with(a), state, t).q.print();
const ofTime = compiled((time, y: tf.Tensor, w: tf.Tensor) => tf.mul(y, tf.mul(time, w)), {
  time: "tensor",
});
odeint(ofTime.with(a) as never, a, t, { time: "tensor" });
const double = compiled((_t, y: tf.Tensor, w: tf.Tensor) => tf.mul(y, w), {
  precision: "float64",
});
double.with(a);

// @ts-expect-error It needs an argument.
odeint(driven, a, t);
// @ts-expect-error
driven.with();
// @ts-expect-error
driven.with(a, a);
// @ts-expect-error
driven.with(1);
// @ts-expect-error
typed.with(tf.tensor1d([1]), a);
// @ts-expect-error It has its arguments.
bound.with(a);
// @ts-expect-error It has none.
annotated.with(a);
// @ts-expect-error
double.with();
