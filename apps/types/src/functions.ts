import * as tf from "@tensorflow/tfjs";
import { type OdeFunction, odeint, odeintAsync, solve } from "symplectic-adjoint";

// f as users annotate it.

const a = tf.tensor1d([1]);
const b = tf.tensor1d([0]);
const w = tf.tensor2d([[1]]);
const anyRank = tf.zeros([2, 2]);
const t = [0, 1];

// Tensors with more and less precise types; operations of TensorFlow.js may return another rank than their argument
odeint((_t: number, y: tf.Tensor): tf.Tensor => tf.neg(y), a, t);
odeint((_t: number, y: tf.Tensor1D): tf.Tensor1D => y, a, t);
odeint((_t: number, y: tf.Tensor1D) => tf.matMul(y.reshape([1, 1]), w).flatten(), a, t);
odeint((_t: number, y: tf.Tensor2D): tf.Tensor2D => tf.matMul(y, w), w, t);
odeint((_t: number, y: tf.Tensor2D) => tf.matMul(y, w), anyRank, t);
odeint((_t: number, y: tf.Scalar) => tf.neg(y), tf.scalar(1), t);
odeint((_t: number, y: tf.Tensor1D | tf.Tensor2D) => tf.neg(y), w, t);
odeint((_t: number) => a, a, t);
odeint(() => a, a, t);
odeint(
  function f(_t, y) {
    return tf.tidy(() => tf.neg(y));
  },
  a,
  t,
);

// Lists
odeint((_t, y: Array<tf.Tensor>) => y.map((z) => tf.neg(z)), [a, b], t);
odeint((_t, y: Array<tf.Tensor>): Array<tf.Tensor> => y, [a, w], t);
odeint((_t, y: ReadonlyArray<tf.Tensor>): ReadonlyArray<tf.Tensor> => y, [a, b], t);
odeint((_t, y: Array<tf.Tensor1D>) => y.map((z) => z.neg()), [a, b], t);
odeint((_t, [q, p]: [tf.Tensor, tf.Tensor]): [tf.Tensor, tf.Tensor] => [p, tf.neg(q)], [a, b], t);
odeint((_t, [q, p]: readonly [tf.Tensor1D, tf.Tensor1D]) => [p, tf.neg(q)] as const, [a, b], t);
odeint((_t, [q, p]: [tf.Tensor2D, tf.Tensor2D]) => [p, q.neg()], [anyRank, anyRank], t);

// Records
interface Pendulum {
  q: tf.Tensor;
  p: tf.Tensor;
}
type Frozen = { readonly q: tf.Tensor1D; readonly p: tf.Tensor1D };
odeint((_t, { q, p }: Pendulum): Pendulum => ({ q: p, p: tf.neg(q) }), { q: a, p: b }, t);
odeint((_t, { q, p }: Frozen): Frozen => ({ q: p, p: q.neg() }), { q: a, p: b }, t);
odeint((_t, { q, p }: Frozen) => ({ q: p, p: tf.sin(q) }), { q: a, p: b } satisfies Pendulum, t);
odeint((_t, { q, p }: Record<"q" | "p", tf.Tensor>) => ({ q: p, p: q }), { q: a, p: b }, t);
odeint(
  (_t, { z: [u, v] }: { z: [tf.Tensor, tf.Tensor] }) => ({ z: [v, u] }),
  { z: [a, b] } as const,
  t,
);

// Generic functions
odeint(<T extends tf.Tensor>(_t: number, y: T): T => y, a, t);
odeint(<Y>(_t: number, y: Y): Y => y, [a, { k: w }], t);

// Kept in a variable, and a method
const kept: OdeFunction<tf.Tensor> = (_t, y) => tf.neg(y);
odeint(kept, a, t);
odeint(kept, anyRank, t);
const ofPair: OdeFunction<[tf.Tensor, tf.Tensor]> = (_t, [q, p]) => [p, q.neg()];
odeint(ofPair, [a, b], t);
class Field {
  readonly strength: tf.Tensor = tf.scalar(1);
  f = (_t: number, y: tf.Tensor): tf.Tensor => y.mul(this.strength);
}
odeint(new Field().f, a, t);

// Models and layers
const model = tf.sequential({ layers: [tf.layers.dense({ units: 1, inputShape: [1] })] });
odeint(model, w, t);
odeint(tf.layers.dense({ units: 1 }), w, t);
const input = tf.input({ shape: [1] });
const functional: tf.LayersModel = tf.model({
  inputs: input,
  outputs: model.apply(input) as tf.SymbolicTensor,
});
odeint(functional, w, t);
odeint((_t, y) => model.apply(y) as tf.Tensor, w, t);
odeint((_t, y: tf.Tensor) => model.predict(y) as tf.Tensor2D, w, t);
odeintAsync(functional, w, t);
solve(functional, w, t);
